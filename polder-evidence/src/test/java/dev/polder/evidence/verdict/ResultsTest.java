package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final double[] FOUR = {1, 0, 1, 1};
  private static final Declaration OPEN = Declaration.binary(0.05, new Plan.Sequential(10));

  @Test
  void refusesDifferentNumbersOfSamples() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.paired(new double[] {1}, FOUR))
        .withMessageContaining("4 samples, but a score of the reference for 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.paired(FOUR, FOUR).withClusters(List.of("a")))
        .withMessageContaining("4 samples, but a cluster for 1");
  }

  @Test
  void refusesWhatIsNoShareAndNamesTheSample() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.alone(new double[] {1, 2}))
        .withMessage("The score of the candidate on sample 2 is 2.0. Give a share from 0 to 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Results.alone(new double[] {Double.NaN}))
        .withMessageContaining("sample 1 is NaN");
  }

  @Test
  void aScoreDeclaredAsRightOrWrongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPEN.judge(Results.paired(FOUR, new double[] {1, 0.5, 1, 1})))
        .withMessageContaining("sample 2 it is 0.5. Declare it as a score");
  }

  @Test
  void clustersThatWereNotDeclaredAreRefused() {
    Results clustered = Results.paired(FOUR, FOUR).withClusters(List.of("a", "a", "b", "b"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPEN.judge(clustered))
        .withMessageContaining("none are declared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPEN.withClusters(2, 2).judge(Results.paired(FOUR, FOUR)))
        .withMessageContaining("samples carry none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPEN.withClusters(4, 1).judge(clustered))
        .withMessageContaining("has 2 samples, but at most 1");
  }

  @Test
  void aGuardrailWithoutHarmIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPEN.withGuardrail(Scale.BINARY, 0.05).judge(Results.paired(FOUR, FOUR)))
        .withMessageContaining("no harm was measured");
  }

  @Test
  void samplesWithoutAClusterAreClustersOfTheirOwn() {
    Sample gains =
        Results.paired(FOUR, FOUR)
            .withClusters(List.of("a", "", "a", ""))
            .scoreGains()
            .orElseThrow();

    assertThat(gains.clusters()).isEqualTo(3);
    assertThat(gains.clusterByCluster()).isFalse();
  }

  @Test
  void laterChangesOfTheCallersArraysChangeNothing() {
    double[] scores = FOUR.clone();
    Results results = Results.alone(scores);

    scores[0] = 0;

    assertThat(results.ownScores().value(0)).isEqualTo(1);
  }
}
