package dev.polder.app.alert;

import dev.polder.app.alert.Alert.Severity;
import java.time.Instant;

/// That a deployment's model is no longer the one that it was, as a canary sees it.
///
/// @param deployment whose answers are watched
/// @param severity informative where only the provider says so; a warning where answers are others;
///   critical where they are worse
/// @param summary one sentence
/// @param detail what was seen, and what to do
/// @param since when it was seen first
public record Shift(
    String deployment, Severity severity, String summary, String detail, Instant since) {}
