package dev.polder.evals.run;

import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.ModelPort;
import dev.polder.model.Preset;
import java.util.Optional;

/// Whom a run asks, and how it is reached.
///
/// @param preset of its provider, which knows what that one's errors mean
/// @param price what its tokens cost, where that is known
/// @param framing what its use case does to requests and answers
public record Tested(
    Subject subject, Preset preset, Optional<Price> price, ModelPort port, Framing framing) {}
