/// Tells how good an answer is: a [Scoring] is what a suite says about one score, a [Scorecard]
/// applies all of a suite's to an answer. What a scorer cannot do itself comes through [Ports]: a
/// judge, a measure of similarity.
@NullMarked
package dev.polder.evals.score;

import org.jspecify.annotations.NullMarked;
