package dev.polder.evidence.plan;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Holm's correction for a joint statement, such as "all seven use cases are carried".
///
/// A finding stands for its own use case and needs no correction. Only who says something about
/// several at once is wrong if any of them is. Source: S. Holm, Scandinavian Journal of Statistics
/// 6 (1979) 65–70.
public final class Holm {
  private Holm() {}

  /// The p values with which each statement stands within the joint one, in the order given: the k
  /// smallest of m times m, m − 1, …, never falling below the one before, at most 1.
  public static double[] adjusted(double... p) {
    for (double each : p) {
      if (!(each >= 0 && each <= 1)) {
        throw new IllegalArgumentException("a p value must lie in 0 to 1: " + each);
      }
    }
    int[] ascending =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double before = 0;
    for (int rank = 0; rank < p.length; rank++) {
      double own = Math.min(1, (p.length - rank) * p[ascending[rank]]);
      before = Math.max(before, own);
      adjusted[ascending[rank]] = before;
    }
    return adjusted;
  }
}
