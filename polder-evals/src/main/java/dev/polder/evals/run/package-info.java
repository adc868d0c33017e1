/// Runs: a suite put to a deployment, and the log of what came of it.
///
/// [dev.polder.evals.run.Run] is the way to one; [dev.polder.evals.run.RunLog] reads what it wrote,
/// and [dev.polder.evals.run.Pairing] lays two of them side by side.
@NullMarked
package dev.polder.evals.run;

import org.jspecify.annotations.NullMarked;
