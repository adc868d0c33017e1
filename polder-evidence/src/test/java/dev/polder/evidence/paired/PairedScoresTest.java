package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PairedScoresTest {
  private static final double[] DIFFERENCES = {
    0.5, -0.25, 0, 1, 0, -0.5, 0.25, 0, -1, 0.75, 0, 0.5
  };
  private static final int[] CLUSTERS = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4};

  @Test
  void summarisesDifferencesAndClusters() {
    PairedScores scores = new PairedScores(DIFFERENCES, CLUSTERS);

    assertThat(scores.n()).isEqualTo(12);
    assertThat(scores.clusters()).isEqualTo(5);
    assertThat(scores.clusterSizes()).containsExactly(5, 3, 2, 1, 1);
    assertThat(scores.mean()).isCloseTo(0.1041667, within(1e-7));
    assertThat(scores.meanSquare()).isCloseTo(3.4375 / 12, within(1e-12));
    assertThat(scores.effectiveClusters()).isCloseTo(144 / 40.0, within(1e-12));
  }

  @Test
  void numbersNamedClusters() {
    PairedScores scores =
        PairedScores.grouped(new double[] {1, 0, 0.5}, List.of("law", "tax", "law"));

    assertThat(scores.clusterSizes()).containsExactly(2, 1);
  }

  @Test
  void knowsNoSpreadOfASingleSampleOrCluster() {
    assertThat(new PairedScores(new double[] {0.3}).naiveStandardError()).isInfinite();
    assertThat(
            new PairedScores(new double[] {0.3, 0.4}, new int[2]).correctedClusteredStandardError())
        .isInfinite();
  }

  /// Clusters whose samples are all alike, and clusters that are all alike, by the definition of
  /// the correlation.
  @Test
  void tellsHowAlikeTheSamplesOfAClusterAre() {
    double[] alikeWithin = {0.5, 0.5, 0.5, -0.5, -0.5, -0.5};
    double[] alikeBetween = {0.5, 0, -0.5, 0.5, 0, -0.5};
    int[] clusters = {0, 0, 0, 1, 1, 1};

    assertThat(new PairedScores(alikeWithin, clusters).intraClusterCorrelation())
        .isCloseTo(1, within(1e-12));
    assertThat(new PairedScores(alikeBetween, clusters).intraClusterCorrelation())
        .isCloseTo(-0.5, within(1e-12));
    assertThat(new PairedScores(alikeWithin).intraClusterCorrelation()).isZero();
    assertThat(new PairedScores(new double[4], new int[] {0, 0, 1, 1}).intraClusterCorrelation())
        .isZero();
  }

  @Test
  void refusesWhatIsNoComparison() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[0]))
        .withMessageContaining("at least one pair");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[] {0, 1.5}))
        .withMessageContaining("difference 1.5 of pair 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[] {Double.NaN}))
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[] {0, 0}, new int[] {0}))
        .withMessageContaining("2 differences but clusters of 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[] {0, 0, 0}, new int[] {0, 2, 2}))
        .withMessageContaining("cluster 1 of 3 pairs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairedScores(new double[] {0, 0}, new int[] {-1, 0}))
        .withMessageContaining("cluster -1");
  }
}
