package dev.polder.app.config.value;

/// A part of a whole in which neither nothing nor the whole makes sense, such as a margin.
///
/// @param fraction above 0 and below 1
public record Proportion(double fraction) {}
