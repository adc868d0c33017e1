package dev.polder.evals.run;

import java.util.Arrays;
import java.util.Random;

/// How much a run asks, and in which order; stated before the first question.
///
/// @param n how many samples of the suite
/// @param epochs how often each of them
/// @param seed of the order, and so of which samples the first n are
/// @param declared whether a comparison speaks only once all n are there; if not, n is only how
///   many are asked unless somebody stops it, and a comparison may speak at any time
public record Plan(int n, int epochs, long seed, boolean declared) {
  public Plan {
    if (n < 1) {
      throw new IllegalArgumentException("a run of " + n + " samples shows nothing; ask for 1");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException(epochs + " epochs ask nothing; ask for 1");
    }
  }

  /// Of so many samples, declared.
  public Plan(int n, int epochs, long seed) {
    this(n, epochs, seed, true);
  }

  /// Of so many samples, or as many as there are when somebody stops it.
  public static Plan open(int n, int epochs, long seed) {
    return new Plan(n, epochs, seed, false);
  }

  /// How many answers that makes.
  public int trials() {
    return Math.multiplyExact(n, epochs);
  }

  /// Which samples, by their place in the suite, in the order in which they are asked. The same for
  /// all time: the generator is the one that the JDK specifies to the bit.
  ///
  /// @param size of the suite, at least n
  public int[] order(int size) {
    if (n > size) {
      throw new IllegalArgumentException(
          "a run of %d samples was declared, and the suite has %d".formatted(n, size));
    }
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    Random random = new Random(seed);
    for (int i = 0; i < n; i++) {
      int other = i + random.nextInt(size - i);
      int place = places[other];
      places[other] = places[i];
      places[i] = place;
    }
    return Arrays.copyOf(places, n);
  }
}
