package dev.polder.app.config.value;

/// A part of a whole.
///
/// @param fraction from 0 to 1
public record Share(double fraction) {}
