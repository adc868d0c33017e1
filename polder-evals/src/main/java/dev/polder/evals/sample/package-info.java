/// What a suite asks and expects: a [Sample] with its messages and its [Target]. Knows nothing of
/// files and of scoring.
@NullMarked
package dev.polder.evals.sample;

import org.jspecify.annotations.NullMarked;
