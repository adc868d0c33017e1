package dev.polder.evals.run;

/// How far a run is, at one moment.
///
/// @param trials how many there are in all
/// @param before how many of them had an answer when this run began or was taken up again
/// @param answered how many have one now, those before included
/// @param errors how many got none, this time
/// @param cached how many questions the cache answered
/// @param meanPrimary of the answered ones; NaN where none is
/// @param inputTokens that were paid for, likewise `outputTokens`
/// @param money 0 where no price is known
/// @param atOnce how many questions may be under way now
/// @param resting whether the deployment is left alone for a while, as it asked
public record Progress(
    int trials,
    int before,
    int answered,
    int errors,
    long cached,
    double meanPrimary,
    long inputTokens,
    long outputTokens,
    double money,
    int atOnce,
    boolean resting) {
  /// How many still have to be asked.
  public int left() {
    return trials - answered - errors;
  }
}
