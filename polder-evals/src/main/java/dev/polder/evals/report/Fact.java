package dev.polder.evals.report;

/// Something small that readers may want to look up, such as `seed` and `42`.
public record Fact(String name, String value) {}
