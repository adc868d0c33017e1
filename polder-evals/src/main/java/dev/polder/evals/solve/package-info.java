/// How a sample becomes a response: solvers, and the way to a model.
///
/// A [dev.polder.evals.solve.Solver] asks through an [dev.polder.evals.solve.Asker], which the run
/// hands it; beneath that, a [dev.polder.evals.solve.ModelPort] is one deployment, and
/// [dev.polder.evals.solve.HttpModels] makes real ones.
@NullMarked
package dev.polder.evals.solve;

import org.jspecify.annotations.NullMarked;
