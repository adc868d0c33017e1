@NullMarked
package dev.polder.evidence.labels;

import org.jspecify.annotations.NullMarked;
