package dev.polder.testkit;

import java.util.Random;

/// Tries something with many seeds and, where it fails, says which one it was.
///
/// `-Dpolder.fuzz.tries=N` says how many tries each property gets; `-Dpolder.fuzz.seed=S` tries one
/// seed alone, again.
public final class Fuzz {
  private Fuzz() {}

  /// What must hold whatever `random` brings.
  @FunctionalInterface
  public interface Property {
    void check(Random random) throws Exception;
  }

  /// Checks `property` with `usual` seeds, or with as many as were asked for; other ones each time.
  public static void tries(int usual, Property property) {
    Long only = Long.getLong("polder.fuzz.seed");
    if (only != null) {
      check(only, property);
      return;
    }
    int tries = Integer.getInteger("polder.fuzz.tries", usual);
    long first = System.nanoTime();
    for (int i = 0; i < tries; i++) {
      check(first + i, property);
    }
  }

  private static void check(long seed, Property property) {
    try {
      property.check(new Random(seed));
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "failed with seed %d; try it again with -Dpolder.fuzz.seed=%d: %s"
              .formatted(seed, seed, failure),
          failure);
    }
  }
}
