package dev.polder.model;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/// Who serves models.
///
/// @param name as `polder.yaml` calls it
/// @param address where it can be reached now, without a slash at the end and with the version,
///   such as `https://api.example.com/v1`; empty while an engine of ours is starting. Asked at
///   every attempt, on an event loop, so it must not block.
/// @param credential sent as a bearer token where present
public record Provider(
    String name, Preset preset, Supplier<Optional<URI>> address, Optional<Secret> credential) {}
