package dev.polder.gateway.continuity;

import java.time.Duration;

/// Asking a second deployment when the first is slow to begin, and taking whoever begins first.
///
/// @param after how long the first may be silent
/// @param share of the calls that may be hedged at most, above 0 to 1
/// @param paid whether a call may be hedged though both deployments cost money: only the owner can
///   say so
public record Hedge(Duration after, double share, boolean paid) {}
