package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WeightedTTest {
  private static final double[] DIFFERENCES = {0.5, -1, 0, 1, 0.25, -0.5, 0.75};
  private static final int[] CLUSTERS = {0, 0, 0, 1, 1, 2, 3};
  private static final double[] WEIGHTS = {1, 2, 0.5, 3, 1, 0.25, 4};

  @Test
  void withEqualWeightsItIsTheTestWithoutWeights() {
    double[] equal = new double[DIFFERENCES.length];
    Arrays.fill(equal, 0.4);

    WeightedT weighted = WeightedT.of(DIFFERENCES, CLUSTERS, equal);
    ClusteredT clustered = ClusteredT.of(new PairedScores(DIFFERENCES, CLUSTERS));
    assertThat(weighted.mean()).isCloseTo(clustered.mean(), within(1e-12));
    assertThat(weighted.standardError()).isCloseTo(clustered.standardError(), within(1e-12));
    assertThat(weighted.degreesOfFreedom()).isCloseTo(clustered.degreesOfFreedom(), within(1e-9));
    assertThat(weighted.effectiveClusters())
        .isCloseTo(clustered.effectiveClusters(), within(1e-12));

    WeightedT alone = WeightedT.of(DIFFERENCES, equal);
    PairedT paired = PairedT.of(new PairedScores(DIFFERENCES));
    assertThat(alone.standardError()).isCloseTo(paired.standardError(), within(1e-12));
    assertThat(alone.degreesOfFreedom()).isCloseTo(6, within(1e-9));
  }

  /// The definition, with whole matrices: M^(-1/2) by the iteration of Denman and Beavers.
  @Test
  void theClosedFormIsTheDefinition() {
    int n = DIFFERENCES.length;
    double total = Arrays.stream(WEIGHTS).sum();
    double[][] residual = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        residual[i][j] = (i == j ? 1 : 0) - WEIGHTS[j] / total;
      }
    }
    double[][] rows = new double[4][];
    for (int c = 0; c < 4; c++) {
      double[][] block = rowsOf(residual, c);
      double[] adjusted = times(inverseRoot(product(block, transposed(block))), weightsOf(c));
      rows[c] = times(transposed(block), adjusted);
    }
    double variance = 0;
    double trace = 0;
    double squares = 0;
    for (int c = 0; c < 4; c++) {
      double score = dot(rows[c], DIFFERENCES);
      variance += score * score;
      trace += dot(rows[c], rows[c]);
      for (int d = 0; d < 4; d++) {
        squares += dot(rows[c], rows[d]) * dot(rows[c], rows[d]);
      }
    }

    WeightedT t = WeightedT.of(DIFFERENCES, CLUSTERS, WEIGHTS);
    assertThat(t.standardError()).isCloseTo(Math.sqrt(variance) / total, within(1e-9));
    assertThat(t.degreesOfFreedom()).isCloseTo(trace * trace / squares, within(1e-6));
    // CR2 is unbiased where samples vary alike and alone.
    double q = dot(WEIGHTS, WEIGHTS) / (total * total);
    assertThat(trace / (total * total)).isCloseTo(q, within(1e-9));
  }

  @Test
  void intervalsCoverWithinAPointOfNominal() {
    // Given clusters of 5 that are alike, and weights of 1 to 10 that go with harder cases
    int runs = Figures.LONG ? 40_000 : 4_000;
    SplittableRandom random = new SplittableRandom(3);
    double[] alone = new double[2];
    double[] clustered = new double[2];
    for (int run = 0; run < runs; run++) {
      int n = 400;
      double[] differences = new double[n];
      double[] weights = new double[n];
      int[] clusters = new int[n];
      double[] own = new double[n];
      double shift = 0;
      for (int i = 0; i < n; i++) {
        shift = i % 5 == 0 ? random.nextInt(3) - 1 : shift;
        clusters[i] = i / 5;
        weights[i] = i % 5 == 0 ? 10 : 1 + i % 3;
        double spread = weights[i] > 5 ? 0.3 : 0.1;
        own[i] = (random.nextDouble() < 0.5 ? 1 : -1) * spread - 0.02;
        differences[i] = own[i] + 0.2 * shift;
      }
      count(alone, WeightedT.of(own, weights));
      count(clustered, WeightedT.of(differences, clusters, weights));
    }
    Figures.print(
        "weights: 90 %% covers %.3f alone, %.3f clustered; 95 %% covers %.3f, %.3f",
        alone[0] / runs, clustered[0] / runs, alone[1] / runs, clustered[1] / runs);
    assertThat(alone[0] / runs).isCloseTo(0.90, within(0.015));
    assertThat(alone[1] / runs).isCloseTo(0.95, within(0.0125));
    assertThat(clustered[0] / runs).isCloseTo(0.90, within(0.015));
    assertThat(clustered[1] / runs).isCloseTo(0.95, within(0.0125));
  }

  private static void count(double[] covered, WeightedT t) {
    covered[0] += t.interval(0.90).holds(-0.02) ? 1 : 0;
    covered[1] += t.interval(0.95).holds(-0.02) ? 1 : 0;
  }

  @Test
  void whatCountsMostIsWhatTheMeanIsAbout() {
    WeightedT t = WeightedT.of(new double[] {1, -1, -1, -1}, new double[] {9, 1, 1, 1});

    assertThat(t.mean()).isCloseTo(0.5, within(1e-12));
    assertThat(t.effectiveClusters()).isCloseTo(144 / 84.0, within(1e-12));
  }

  @Test
  void badWeightsAreRefused() {
    assertThatThrownBy(() -> WeightedT.of(new double[] {1, 0}, new double[] {1, 0}))
        .hasMessageContaining("weight 0.0");
    assertThatThrownBy(() -> WeightedT.of(new double[] {1, 0}, new double[] {1}))
        .hasMessageContaining("1 weights");
  }

  private static double[][] rowsOf(double[][] all, int cluster) {
    return IntStream.range(0, CLUSTERS.length)
        .filter(i -> CLUSTERS[i] == cluster)
        .mapToObj(i -> all[i])
        .toArray(double[][]::new);
  }

  private static double[] weightsOf(int cluster) {
    return IntStream.range(0, CLUSTERS.length)
        .filter(i -> CLUSTERS[i] == cluster)
        .mapToDouble(i -> WEIGHTS[i])
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] result = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[0].length; j++) {
        result[j][i] = matrix[i][j];
      }
    }
    return result;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] columns = transposed(b);
    return Arrays.stream(a)
        .map(row -> Arrays.stream(columns).mapToDouble(column -> dot(row, column)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] inverseRoot(double[][] matrix) {
    double[][] y = matrix;
    double[][] z = identity(matrix.length);
    for (int step = 0; step < 50; step++) {
      double[][] next = mean(y, inverse(z));
      z = mean(z, inverse(y));
      y = next;
    }
    return z;
  }

  private static double[][] mean(double[][] a, double[][] b) {
    double[][] result = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        result[i][j] = (a[i][j] + b[i][j]) / 2;
      }
    }
    return result;
  }

  private static double[][] identity(int n) {
    double[][] result = new double[n][n];
    for (int i = 0; i < n; i++) {
      result[i][i] = 1;
    }
    return result;
  }

  /// By Gauss and Jordan; the matrices here are positive definite.
  private static double[][] inverse(double[][] matrix) {
    int n = matrix.length;
    double[][] left = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[][] right = identity(n);
    for (int pivot = 0; pivot < n; pivot++) {
      double scale = left[pivot][pivot];
      for (int j = 0; j < n; j++) {
        left[pivot][j] /= scale;
        right[pivot][j] /= scale;
      }
      for (int i = 0; i < n; i++) {
        double factor = left[i][pivot];
        for (int j = 0; i != pivot && j < n; j++) {
          left[i][j] -= factor * left[pivot][j];
          right[i][j] -= factor * right[pivot][j];
        }
      }
    }
    return right;
  }
}
