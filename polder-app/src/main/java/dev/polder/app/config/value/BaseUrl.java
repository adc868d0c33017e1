package dev.polder.app.config.value;

import java.net.URI;

/// Where a provider is found: `http` or `https`, a host and a path, no slash at the end, neither
/// user nor query.
public record BaseUrl(URI uri) {}
