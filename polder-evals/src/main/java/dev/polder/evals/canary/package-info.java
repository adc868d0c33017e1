/// Whether a model still answers as it did when it was measured.
///
/// A [dev.polder.evals.canary.Round] is a small suite asked once. A [dev.polder.evals.canary.Vigil]
/// keeps the first rounds as its baseline, compares every later one with them, and raises an
/// [dev.polder.evals.canary.Alarm] by a rule that may be asked after every round for ever.
/// [dev.polder.evals.canary.Drift] says how far the last round lies from the baseline, with
/// intervals. Nothing here reads a clock, a file or a network.
@NullMarked
package dev.polder.evals.canary;

import org.jspecify.annotations.NullMarked;
