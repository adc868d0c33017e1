package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class DeclarationTest {
  private static final Plan OPEN = new Plan.Sequential(500);

  @Test
  void rightOrWrongWithoutClustersIsGovernedByTango() {
    assertThat(governing(Declaration.binary(0.05, new Plan.Fixed(40))))
        .isEqualTo(GoverningTest.TANGO);
    assertThat(governing(Declaration.binary(0.05, new Plan.Fixed(5000))))
        .isEqualTo(GoverningTest.TANGO);
  }

  @Test
  void manyScoresAreGovernedByT() {
    assertThat(governing(Declaration.score(0.05, new Plan.Fixed(300))))
        .isEqualTo(GoverningTest.PAIRED_T);
  }

  @Test
  void fewScoresAreGovernedByTheWorstCaseBootstrap() {
    assertThat(governing(Declaration.score(0.05, new Plan.Fixed(299))))
        .isEqualTo(GoverningTest.WORST_CASE_BOOTSTRAP);
  }

  @Test
  void clustersAreGovernedByClusteredTWhateverTheScale() {
    assertThat(governing(Declaration.binary(0.05, new Plan.Fixed(400)).withClusters(40, 10)))
        .isEqualTo(GoverningTest.CLUSTERED_T);
    assertThat(governing(Declaration.score(0.05, new Plan.Fixed(100)).withClusters(40, 10)))
        .isEqualTo(GoverningTest.CLUSTERED_T);
  }

  @Test
  void withoutADeclaredNTheSequentialTestGoverns() {
    assertThat(governing(Declaration.binary(0.05, OPEN))).isEqualTo(GoverningTest.SEQUENTIAL);
    assertThat(governing(Declaration.score(0.05, OPEN))).isEqualTo(GoverningTest.SEQUENTIAL);
    assertThat(governing(Declaration.score(0.05, OPEN).withClusters(40, 10)))
        .isEqualTo(GoverningTest.SEQUENTIAL);
  }

  @Test
  void scoreAndHarmMayBeGovernedByDifferentTests() {
    Declaration declaration =
        Declaration.score(0.05, new Plan.Fixed(100)).withGuardrail(Scale.BINARY, 0.02);

    assertThat(declaration.test(declaration.guardrail().orElseThrow()))
        .isEqualTo(GoverningTest.TANGO);
  }

  @Test
  void refusesWhatIsNoMarginNoErrorRateAndNoN() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Declaration.binary(5, OPEN))
        .withMessageContaining("margin of 5.0")
        .withMessageContaining("0.05 accepts five points");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Declaration.binary(0, OPEN))
        .withMessageContaining("margin of 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Declaration.binary(0.05, OPEN).withAlpha(0.95))
        .withMessageContaining("error rate of 0.95");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Plan.Fixed(1))
        .withMessageContaining("polder eval size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Declaration.binary(0.05, OPEN).withFloor(80))
        .withMessageContaining("floor of 80.0");
  }

  private static GoverningTest governing(Declaration declaration) {
    return declaration.test(declaration.primary());
  }
}
