package dev.polder.app.alert;

import java.time.Instant;
import java.util.Optional;

/// An alert that stands.
///
/// @param alert as it was last told
/// @param told when
/// @param easing since when it is better than told
record Standing(Alert alert, Instant told, Optional<Easing> easing) {
  /// Better than told, which is not believed yet.
  ///
  /// @param to what it has become; empty: it is over
  record Easing(Instant since, Optional<Alert> to) {}

  Standing easing(Instant since, Optional<Alert> to) {
    return new Standing(alert, told, Optional.of(new Easing(since, to)));
  }

  boolean clearing() {
    return easing.isPresent() && easing.get().to().isEmpty();
  }
}
