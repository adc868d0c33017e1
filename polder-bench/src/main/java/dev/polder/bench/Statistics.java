package dev.polder.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// What is made of the figures of several rounds.
final class Statistics {
  private Statistics() {}

  /// A median with the quartiles around it.
  record Spread(double lower, double median, double upper, int count) {}

  static Spread spread(List<Double> values) {
    return new Spread(
        quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75), values.size());
  }

  /// The value below which a share `p` lies, interpolated linearly between ranks (definition 7 of
  /// Hyndman and Fan, The American Statistician 50, 1996).
  static double quantile(List<Double> values, double p) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    double rank = p * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }

  /// One value for each round out of the two that belong to it: noise that lasts longer than a
  /// round hits both and falls out.
  static List<Double> paired(List<Double> ours, List<Double> theirs, DoubleBinaryOperator of) {
    if (ours.size() != theirs.size()) {
      throw new IllegalArgumentException(
          "%d rounds cannot be paired with %d".formatted(ours.size(), theirs.size()));
    }
    return IntStream.range(0, ours.size())
        .mapToObj(round -> of.applyAsDouble(ours.get(round), theirs.get(round)))
        .toList();
  }
}
