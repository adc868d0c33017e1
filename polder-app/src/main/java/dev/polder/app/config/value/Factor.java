package dev.polder.app.config.value;

/// How many times as much.
///
/// @param times at least 1
public record Factor(double times) {}
