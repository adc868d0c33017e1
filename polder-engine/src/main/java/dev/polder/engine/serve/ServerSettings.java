package dev.polder.engine.serve;

/// How a model is served.
///
/// @param name by which clients ask for the model
/// @param port 0 for any free one
/// @param slots how many requests are answered at once
/// @param queue how many requests may wait beyond these
public record ServerSettings(String name, String host, int port, int slots, int queue) {}
