package dev.polder.model;

import java.util.Optional;
import java.util.OptionalInt;

/// What its operator says of a deployment, besides who serves what where.
///
/// @param tier the class of its model, such as `frontier` or `small`; `""` where nobody says
/// @param weight its share of a pool's load relative to the others, from 1
/// @param concurrency how many attempts it may have under way at once; empty: no bound
/// @param dimension of the vectors that it embeds texts as; empty where nobody says
/// @param metered whether each call of it costs money
/// @param failback how calls return to it after it was away
/// @param structuredOutput how it is told a schema; empty: as its provider's preset says
public record Traits(
    String tier,
    int weight,
    OptionalInt concurrency,
    OptionalInt dimension,
    boolean metered,
    Failback failback,
    Optional<StructuredOutput> structuredOutput) {
  public static final Traits USUAL =
      new Traits("", 1, OptionalInt.empty(), OptionalInt.empty(), true, Failback.AUTOMATIC);

  /// Traits of which schemas are no matter.
  public Traits(
      String tier,
      int weight,
      OptionalInt concurrency,
      OptionalInt dimension,
      boolean metered,
      Failback failback) {
    this(tier, weight, concurrency, dimension, metered, failback, Optional.empty());
  }

  public Traits {
    if (weight < 1) {
      throw new IllegalArgumentException("a weight of " + weight + " is below 1");
    }
  }

  /// How calls return to a deployment that has recovered.
  public enum Failback {
    /// By themselves, in a share that grows.
    AUTOMATIC,
    /// Once a person says so; until then it serves only where nobody else can.
    BY_HAND
  }
}
