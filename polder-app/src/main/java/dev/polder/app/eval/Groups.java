package dev.polder.app.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// How the samples of a suite belong together and how much each counts, known before anybody was
/// asked.
///
/// @param count of groups; a sample without a cluster is one of its own
/// @param largest how many samples the largest has
/// @param clustered whether any sample names a cluster
/// @param heaviest the greatest weight
/// @param weighted whether weights differ
record Groups(int count, int largest, boolean clustered, double heaviest, boolean weighted) {
  static Groups of(Yardstick suite) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int alone = 0;
    double lightest = Double.POSITIVE_INFINITY;
    double heaviest = 0;
    for (int place = 0; place < suite.size(); place++) {
      Yardstick.Item sample = suite.item(place);
      if (sample.cluster().isPresent()) {
        sizes.merge(sample.cluster().get(), 1, Integer::sum);
      } else {
        alone++;
      }
      lightest = Math.min(lightest, sample.weight());
      heaviest = Math.max(heaviest, sample.weight());
    }
    OptionalInt largest = sizes.values().stream().mapToInt(Integer::intValue).max();
    return new Groups(
        sizes.size() + alone, largest.orElse(1), !sizes.isEmpty(), heaviest, heaviest > lightest);
  }
}
