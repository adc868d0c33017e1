package dev.polder.evidence.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A statement that a variant is no longer surely what was measured: a canary has seen its answers
/// shift. Findings that rest on it and are older are marked.
///
/// @param variant digest of the variant
/// @param reason what was seen, in a line
/// @param at when; kept to the millisecond
public record Doubt(String variant, String reason, Instant at) {
  public Doubt {
    if (variant.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "A doubt needs a variant's digest and a reason, but has '%s' and '%s'."
              .formatted(variant, reason));
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /// Whether a finding rests on the variant, as candidate or as reference, and is older.
  public boolean concerns(Finding finding) {
    return at.isAfter(finding.measuredAt())
        && (variant.equals(finding.variant().digest())
            || finding.reference().map(Variant::digest).filter(variant::equals).isPresent());
  }
}
