package dev.polder.app.config;

import java.time.Duration;

/// A second candidate at the same time where the first is slow.
///
/// @param after silence of the first candidate
/// @param share of calls that may be asked twice, at most, from 0 to 1
/// @param paid whether also where both answers cost money
public record HedgeSettings(Duration after, double share, boolean paid) {}
