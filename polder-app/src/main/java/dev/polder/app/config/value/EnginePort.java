package dev.polder.app.config.value;

import java.util.OptionalInt;

/// The port of a server that Polder starts.
///
/// @param number empty: any free one
public record EnginePort(OptionalInt number) {}
