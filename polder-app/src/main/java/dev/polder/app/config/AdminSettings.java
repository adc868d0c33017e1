package dev.polder.app.config;

import dev.polder.model.Secret;
import java.util.Optional;

/// The admin port as configured.
///
/// @param host loopback wherever `token` is empty
/// @param port 0 for any free one
/// @param token empty: Polder makes one
public record AdminSettings(String host, int port, Optional<Secret> token) {}
