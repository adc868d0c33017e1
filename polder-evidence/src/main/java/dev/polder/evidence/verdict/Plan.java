package dev.polder.evidence.verdict;

/// When a comparison may speak; stated before its first result.
public sealed interface Plan {
  /// After exactly so many pairs, and then once: what is measured beyond them is ignored.
  ///
  /// @param n how many pairs
  record Fixed(int n) implements Plan {
    public Fixed {
      if (n < 2) {
        throw new IllegalArgumentException(
            "A declared n of %d is too small. Declare 2 or more; `polder eval size` says how many."
                .formatted(n));
      }
    }
  }

  /// At any time, as often as one likes: the test pays for every look beforehand.
  ///
  /// @param expected for about how many pairs the test is tuned; any other number is as valid, only
  ///   less sharp
  record Sequential(int expected) implements Plan {
    public Sequential {
      if (expected < 2) {
        throw new IllegalArgumentException(
            "An expected n of %d is too small. Name about how many samples the suite has."
                .formatted(expected));
      }
    }
  }
}
