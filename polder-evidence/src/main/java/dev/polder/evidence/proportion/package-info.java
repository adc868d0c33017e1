/// One variant by itself: how large its share of right answers surely is.
@NullMarked
package dev.polder.evidence.proportion;

import org.jspecify.annotations.NullMarked;
