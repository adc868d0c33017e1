/// What the lag of open-weight models is computed from: runs of our own, or public results.
///
/// [dev.polder.evals.lag.PublicResults] and [dev.polder.evals.lag.OwnRuns] read them into
/// [dev.polder.evals.lag.Task]s; [dev.polder.evals.lag.Releases] tells which models are open and
/// since when. The statistics are those of dev.polder.evidence.survival.
@NullMarked
package dev.polder.evals.lag;

import org.jspecify.annotations.NullMarked;
