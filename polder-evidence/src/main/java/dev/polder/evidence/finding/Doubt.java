package dev.polder.evidence.finding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A statement that a variant is no longer surely what was measured. Findings that rest on it and
/// are older are marked, or count no more.
///
/// @param variant digest of the variant
/// @param reason what was seen, in a line
/// @param at when; kept to the millisecond
/// @param kind what was seen, and so what follows
/// @param useCase the only one of which it speaks; empty: of all
public record Doubt(
    String variant, String reason, Instant at, Kind kind, Optional<String> useCase) {
  public Doubt {
    if (variant.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException(
          "A doubt needs a variant's digest and a reason, but has '%s' and '%s'."
              .formatted(variant, reason));
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /// What was seen of a variant.
  public enum Kind {
    /// Its answers to the same questions have changed, for better or worse: findings are marked.
    SHIFTED("shifted"),
    /// In live calls it fell below the margin: findings that speak for it count no more.
    SUNK("sunk");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /// As it is stored.
    public String label() {
      return label;
    }
  }

  /// A doubt that marks: the variant has shifted, whichever use case it serves.
  public Doubt(String variant, String reason, Instant at) {
    this(variant, reason, at, Kind.SHIFTED, Optional.empty());
  }

  /// A doubt that takes a verdict back: in live calls of `useCase` the variant fell below the
  /// margin.
  public static Doubt sunk(String useCase, String variant, String reason, Instant at) {
    return new Doubt(variant, reason, at, Kind.SUNK, Optional.of(useCase));
  }

  /// Whether it marks a finding: that one rests on the variant, as candidate or as reference, and
  /// is older.
  public boolean concerns(Finding finding) {
    return kind == Kind.SHIFTED
        && isNewsTo(finding)
        && (isAbout(finding.variant()) || finding.reference().filter(this::isAbout).isPresent());
  }

  /// Whether answers that `other` gave until `answered` are no longer surely what it would answer,
  /// so that a finding which compares with them is to be marked from its beginning.
  public boolean unsettles(Variant other, Instant answered) {
    return kind == Kind.SHIFTED && at.isAfter(answered) && isAbout(other);
  }

  /// Whether it takes back what `finding` says for its candidate.
  boolean takesBack(Finding finding) {
    return kind == Kind.SUNK && isNewsTo(finding) && isAbout(finding.variant());
  }

  private boolean isNewsTo(Finding finding) {
    return at.isAfter(finding.measuredAt())
        && (useCase.isEmpty() || useCase.get().equals(finding.useCase()));
  }

  private boolean isAbout(Variant other) {
    return variant.equals(other.digest());
  }
}
