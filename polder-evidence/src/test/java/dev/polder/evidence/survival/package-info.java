@NullMarked
package dev.polder.evidence.survival;

import org.jspecify.annotations.NullMarked;
