@NullMarked
package dev.polder.evidence.sequential;

import org.jspecify.annotations.NullMarked;
