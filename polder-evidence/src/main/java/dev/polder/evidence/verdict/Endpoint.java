package dev.polder.evidence.verdict;

/// One thing that is compared, and how much of it may be lost.
///
/// @param scale what values it can take
/// @param margin the loss that is accepted, a share above 0 and below 1: of a score, how far it may
///   fall; of a harm, how far it may rise
public record Endpoint(Scale scale, double margin) {
  public Endpoint {
    if (!(margin > 0 && margin < 1)) {
      throw new IllegalArgumentException(
          "A margin of %s is none. Write a share above 0 and below 1: 0.05 accepts five points."
              .formatted(margin));
    }
  }
}
