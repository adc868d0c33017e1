package dev.polder.evals.canary;

import java.util.List;

/// How likely chance alone would bring so much, over all samples together: exact, by adding up the
/// samples one by one.
record Lots(List<Lot> lots) {
  /// Nearer to what chance brings on average, in standard deviations, nothing is worth the work.
  private static final double WORTH_IT = 2;

  Lots {
    lots = lots.stream().filter(lot -> !lot.isCertain()).toList();
  }

  /// The chance of a sum as large as this one, or larger; 1 where the sum is so ordinary that it
  /// was not worked out. A test that is left out raises no alarm, so what is promised of false
  /// alarms holds.
  double tail() {
    int value = lots.stream().mapToInt(Lot::value).sum();
    double mean = lots.stream().mapToDouble(Lot::mean).sum();
    double deviation = Math.sqrt(lots.stream().mapToDouble(Lot::variance).sum());
    if (value <= mean + WORTH_IT * deviation) {
      return 1;
    }
    double[] sums = {1};
    for (Lot lot : lots) {
      sums = plus(sums, lot.chances());
    }
    double tail = 0;
    // The smallest first: thousands of small numbers must not get lost beside a large one.
    for (int sum = sums.length - 1; sum >= value; sum--) {
      tail += sums[sum];
    }
    return Math.min(1, tail);
  }

  private static double[] plus(double[] sums, double[] chances) {
    double[] after = new double[sums.length + chances.length - 1];
    for (int value = 0; value < chances.length; value++) {
      if (chances[value] > 0) {
        for (int sum = 0; sum < sums.length; sum++) {
          after[sum + value] += chances[value] * sums[sum];
        }
      }
    }
    return after;
  }
}
