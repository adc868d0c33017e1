package dev.polder.gateway.route;

import dev.polder.model.Deployment;

/// One rung of a ladder.
///
/// @param deployment where its variant is served
/// @param primary whether it is the ladder's first: every other one is a fallback
public record Candidate(Deployment deployment, boolean primary) {}
