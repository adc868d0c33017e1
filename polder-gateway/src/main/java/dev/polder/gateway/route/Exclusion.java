package dev.polder.gateway.route;

/// Why a candidate takes no part in a call.
public record Exclusion(Candidate candidate, String reason) {}
