package dev.polder.app.alert;

import java.time.Instant;

/// A candidate that fell below the margin in live calls.
///
/// @param seen what was seen, in a line
/// @param gated whether the use case asks evidence of it, so that its verdict is taken back
/// @param since when the alarm was raised
public record LostVerdict(
    String useCase, String candidate, String seen, boolean gated, Instant since) {}
