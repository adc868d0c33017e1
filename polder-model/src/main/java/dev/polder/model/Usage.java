package dev.polder.model;

/// Tokens of one attempt, as the provider counted them.
public record Usage(long inputTokens, long outputTokens) {}
