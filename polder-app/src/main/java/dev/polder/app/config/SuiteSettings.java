package dev.polder.app.config;

import java.nio.file.Path;

/// A suite as configured.
///
/// @param name by which use cases and commands know it
/// @param path a folder or a file that exists
public record SuiteSettings(String name, Path path) {}
