package dev.polder.evals.canary;

import java.time.Instant;

/// That the model is not the one of the baseline.
///
/// @param at when the round ended that showed it
/// @param signal by what
/// @param p how likely the baseline's model would have shown as much in these rounds
/// @param bound what p had to stay above at this look
/// @param drift of the rounds that showed it
public record Alarm(Instant at, Signal signal, double p, double bound, Drift drift) {}
