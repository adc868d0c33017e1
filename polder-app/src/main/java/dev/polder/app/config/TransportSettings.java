package dev.polder.app.config;

import dev.polder.app.config.value.ProxyChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How requests reach providers that say nothing else.
///
/// @param noProxy hosts that are called directly, besides those that the environment names
/// @param ca a PEM file of authorities that are trusted besides the usual ones
public record TransportSettings(ProxyChoice proxy, List<String> noProxy, Optional<Path> ca) {}
