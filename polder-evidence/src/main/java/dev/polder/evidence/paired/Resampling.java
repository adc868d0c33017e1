package dev.polder.evidence.paired;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/// Draws clusters with replacement and takes the mean of the samples drawn; quick, since 10,000
/// draws over 10,000 pairs are a hundred million choices.
///
/// Clusters that have the same sum and size are alike. Where there are few kinds of them
/// (right-or-wrong answers without clusters have three), how many of each kind a draw holds is
/// drawn in one go, as a multinomial. Else each cluster is chosen by itself, two from each 64
/// random bits.
final class Resampling {
  /// A binomial draw costs about as much as so many single choices.
  private static final int CHOICES_PER_KIND = 64;

  private Resampling() {}

  private record Kind(double sum, int size) {}

  static double[] means(PairedScores scores, int draws, UniformRandomProvider random) {
    Map<Kind, Integer> kinds = kinds(scores);
    if (kinds.size() * CHOICES_PER_KIND <= scores.clusters()) {
      return byKind(kinds, scores.clusters(), draws, random);
    }
    return byCluster(scores, draws, random);
  }

  private static Map<Kind, Integer> kinds(PairedScores scores) {
    Map<Kind, Integer> kinds = new LinkedHashMap<>();
    for (int c = 0; c < scores.clusters(); c++) {
      kinds.merge(new Kind(scores.sum(c) + 0.0, scores.size(c)), 1, Integer::sum);
    }
    return kinds;
  }

  private static double[] byKind(
      Map<Kind, Integer> kinds, int clusters, int draws, UniformRandomProvider random) {
    Kind[] kind = kinds.keySet().toArray(Kind[]::new);
    int[] count = kinds.values().stream().mapToInt(Integer::intValue).toArray();
    BinomialDraw binomial = new BinomialDraw(clusters, random);
    double[] means = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      double size = 0;
      int left = clusters;
      int countLeft = clusters;
      for (int k = 0; k < kind.length && left > 0; k++) {
        int drawn = binomial.next(left, count[k] / (double) countLeft);
        sum += drawn * kind[k].sum;
        size += (double) drawn * kind[k].size;
        left -= drawn;
        countLeft -= count[k];
      }
      means[draw] = sum / size;
    }
    return means;
  }

  private static double[] byCluster(PairedScores scores, int draws, UniformRandomProvider random) {
    int clusters = scores.clusters();
    double[] sums = new double[clusters];
    double[] sizes = new double[clusters];
    for (int c = 0; c < clusters; c++) {
      sums[c] = scores.sum(c);
      sizes[c] = scores.size(c);
    }
    boolean single = clusters == scores.n();
    double[] means = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      means[draw] = single ? mean(sums, random) : ratio(sums, sizes, random);
    }
    return means;
  }

  private static double mean(double[] values, UniformRandomProvider random) {
    int n = values.length;
    double sum = 0;
    for (int i = n; i > 1; i -= 2) {
      long bits = random.nextLong();
      sum += values[high(bits, n)] + values[low(bits, n)];
    }
    return (n % 2 == 0 ? sum : sum + values[low(random.nextLong(), n)]) / n;
  }

  private static double ratio(double[] sums, double[] sizes, UniformRandomProvider random) {
    int n = sums.length;
    double sum = 0;
    double size = 0;
    for (int i = 0; i < n; i++) {
      int chosen = low(random.nextLong(), n);
      sum += sums[chosen];
      size += sizes[chosen];
    }
    return sum / size;
  }

  // A number below n out of 32 random bits: no choice is likelier than another by more than n/2³².
  private static int high(long bits, int n) {
    return (int) (((bits >>> 32) * n) >>> 32);
  }

  private static int low(long bits, int n) {
    return (int) (((bits & 0xffffffffL) * n) >>> 32);
  }
}
