package dev.polder.gateway.restriction;

import dev.polder.model.Usage;
import java.util.Optional;

/// What Polder's own probe has found out about access to a deployment.
public sealed interface Judgement {
  /// It may be used: it answered, or refused for a reason that has nothing to do with access.
  ///
  /// @param usage what the answer cost, where it says so
  record Access(Optional<Usage> usage) implements Judgement {}

  /// Access is gone, or the bill is not paid.
  ///
  /// @param reason how it was refused, in a few words without an upstream's own sentences
  record Lost(String reason) implements Judgement {}

  /// It is broken or busy, which says nothing about access.
  record Unclear(String reason) implements Judgement {}
}
