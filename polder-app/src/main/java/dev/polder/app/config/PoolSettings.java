package dev.polder.app.config;

import java.util.List;

/// One model at several deployments.
///
/// @param deployments names of at least one deployment that exists, all of one maker
public record PoolSettings(String name, List<String> deployments) {}
