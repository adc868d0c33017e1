package dev.polder.evals.canary;

import java.time.Instant;
import java.util.Set;

/// That the model is not the one of the baseline.
///
/// @param at when the round ended that showed it
/// @param signal by what
/// @param p how likely the baseline's model would have shown as much in these rounds
/// @param bound what p had to stay above at this look
/// @param drift of the rounds that showed it
/// @param newlySaid what the provider then said of its model, and never in the baseline
public record Alarm(
    Instant at, Signal signal, double p, double bound, Drift drift, Set<String> newlySaid) {
  public Alarm {
    newlySaid = Set.copyOf(newlySaid);
  }
}
