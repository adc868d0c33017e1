package dev.polder.gateway.call;

import dev.polder.gateway.guard.Keyring;

/// What is offered, and to whom: the part of a configuration that another can take the place of
/// while calls are under way.
public record Serving(Catalogue catalogue, Keyring keyring) {}
