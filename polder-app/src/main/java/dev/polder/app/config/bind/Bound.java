package dev.polder.app.config.bind;

/// A file as records.
///
/// @param value holds something harmless wherever a fault was told
/// @param place where everything stands
public record Bound<T extends Record>(T value, Place place) {}
