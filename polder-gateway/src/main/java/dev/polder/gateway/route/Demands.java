package dev.polder.gateway.route;

import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.model.Operation;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a call asks of whoever serves it.
///
/// @param dataClass where its data may go
/// @param maxPriceFactor how many times its price a deployment may cost now; empty: any
/// @param evidence what a fallback must have shown; empty: nothing
public record Demands(
    Operation operation,
    DataClass dataClass,
    OptionalDouble maxPriceFactor,
    Optional<EvidenceDemand> evidence) {}
