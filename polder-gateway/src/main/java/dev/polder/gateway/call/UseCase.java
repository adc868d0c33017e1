package dev.polder.gateway.call;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.route.Ladder;

/// A named kind of work, which clients ask for as if it were a model.
///
/// @param name as `polder.yaml` and clients call it
/// @param description for people, may be empty
public record UseCase(String name, String description, Ladder ladder, ContinuityPolicy policy) {}
