/// How long it takes until something happens, where for some it has not happened yet:
/// `KaplanMeier`, and `Lag`, which asks it how far open-weight models are behind.
@NullMarked
package dev.polder.evidence.survival;

import org.jspecify.annotations.NullMarked;
