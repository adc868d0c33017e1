package dev.polder.gateway.gate;

import dev.polder.evidence.finding.Requirement.Rigour;
import java.util.Optional;

/// What a use case asks of its fallbacks before they stand in for its primary, which is what they
/// are compared with and is asked nothing.
///
/// @param useCase the name under which the board knows it
/// @param rigour what follows where the evidence is missing; [Rigour#OFF] asks nothing, and whoever
///   asks nothing has no demand
/// @param lastResort the candidate that may answer unproven, where a call would be refused
///   otherwise
public record EvidenceDemand(String useCase, Rigour rigour, Optional<String> lastResort) {
  public EvidenceDemand {
    if (rigour == Rigour.OFF) {
      throw new IllegalArgumentException(
          "Use case '%s' asks for no evidence, so it has no demand.".formatted(useCase));
    }
  }

  /// Whether a candidate without evidence is none.
  public boolean strict() {
    return rigour == Rigour.STRICT;
  }
}
