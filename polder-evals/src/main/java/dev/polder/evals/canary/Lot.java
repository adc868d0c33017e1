package dev.polder.evals.canary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What one sample adds to a test, and what it might have added had only chance decided which of
/// its results came later.
///
/// As long as the model is the same, a sample's K earlier and m later results are as good as drawn
/// from one urn: given all K + m, each choice of m of them is as likely to be the later ones as any
/// other. So the chances are known exactly, whatever the sample's own rate of being right or of
/// answering anew; that the K earlier ones are an estimate, and an unlucky one perhaps, is reckoned
/// with. This is Fisher's permutation test (R. A. Fisher, The Design of Experiments, 1935; E. L.
/// Lehmann & J. P. Romano, Testing Statistical Hypotheses, 3rd ed., section 15.2), sample by
/// sample.
final class Lot {
  private final double[] chances;
  private final int value;

  private Lot(double[] chances, int value) {
    this.chances = chances;
    this.value = value;
  }

  /// The chances of each value from 0 on; not to be written to.
  double[] chances() {
    return chances;
  }

  /// The one that came out.
  int value() {
    return value;
  }

  /// Whether it can be no other value, so that it tells nothing.
  boolean isCertain() {
    return chances[value] == 1;
  }

  double mean() {
    double mean = 0;
    for (int v = 1; v < chances.length; v++) {
      mean += v * chances[v];
    }
    return mean;
  }

  double variance() {
    double mean = mean();
    double variance = 0;
    for (int v = 0; v < chances.length; v++) {
      variance += (v - mean) * (v - mean) * chances[v];
    }
    return variance;
  }

  /// The sum of the later ones among whole numbers from 0 to `most`.
  static Lot ofSums(int[] earlier, int[] later, int most) {
    int sum = Arrays.stream(later).sum();
    if (IntStream.concat(Arrays.stream(earlier), Arrays.stream(later)).distinct().count() == 1) {
      return certain(sum);
    }
    int m = later.length;
    double[][] ways = new double[m + 1][m * most + 1];
    ways[0][0] = 1;
    for (int number : earlier) {
      draw(number, ways);
    }
    for (int number : later) {
      draw(number, ways);
    }
    return of(ways[m], sum);
  }

  /// One number more in the urn, of which `ways[taken][sum]` says in how many ways so many make so
  /// much.
  private static void draw(int number, double[][] ways) {
    for (int taken = ways.length - 1; taken > 0; taken--) {
      for (int sum = ways[taken].length - 1; sum >= number; sum--) {
        ways[taken][sum] += ways[taken - 1][sum - number];
      }
    }
  }

  /// How many of the later answers are none of the earlier ones.
  static Lot ofNewAnswers(List<String> earlier, List<String> later) {
    Map<String, int[]> counts = new HashMap<>();
    earlier.forEach(answer -> counts.computeIfAbsent(answer, first -> new int[2])[0]++);
    later.forEach(answer -> counts.computeIfAbsent(answer, first -> new int[2])[1]++);
    int m = later.size();
    if (counts.size() == 1 || counts.size() == earlier.size() + m) {
      return certain(counts.size() == 1 ? 0 : m);
    }
    double[][] ways = new double[m + 1][m + 1];
    ways[0][0] = 1;
    int seen = 0;
    for (int[] count : counts.values()) {
      ways = withAnswer(count[0] + count[1], ways);
      seen += count[0] == 0 ? count[1] : 0;
    }
    return of(ways[m], seen);
  }

  /// One answer more in the urn, `times` over. It is new only where all of its times are later.
  private static double[][] withAnswer(int times, double[][] ways) {
    int m = ways.length - 1;
    double[][] after = new double[m + 1][m + 1];
    for (int taken = 0; taken <= m; taken++) {
      for (int found = 0; found <= taken; found++) {
        double before = ways[taken][found];
        if (before == 0) {
          continue;
        }
        double choices = 1;
        for (int more = 0; more < times && taken + more <= m; more++) {
          after[taken + more][found] += before * choices;
          choices = choices * (times - more) / (more + 1);
        }
        if (taken + times <= m) {
          after[taken + times][found + times] += before;
        }
      }
    }
    return after;
  }

  private static Lot certain(int value) {
    double[] chances = new double[value + 1];
    chances[value] = 1;
    return new Lot(chances, value);
  }

  private static Lot of(double[] ways, int value) {
    double all = Arrays.stream(ways).sum();
    return new Lot(Arrays.stream(ways).map(way -> way / all).toArray(), value);
  }
}
