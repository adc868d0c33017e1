package dev.polder.app.config.value;

/// A number of bytes, at least 1.
public record ByteSize(int bytes) {}
