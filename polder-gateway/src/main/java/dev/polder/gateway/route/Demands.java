package dev.polder.gateway.route;

import dev.polder.model.Operation;
import java.util.OptionalDouble;

/// What a call asks of whoever serves it.
///
/// @param dataClass where its data may go
/// @param maxPriceFactor how many times its price a deployment may cost now; empty: any
public record Demands(Operation operation, DataClass dataClass, OptionalDouble maxPriceFactor) {}
