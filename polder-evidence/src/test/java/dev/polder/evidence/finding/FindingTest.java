package dev.polder.evidence.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingTest {
  @Test
  void equalFindingsHaveEqualIdsAndOthersOthers() {
    Finding finding = Examples.nonInferior();

    assertThat(Examples.nonInferior()).isEqualTo(finding);
    assertThat(Examples.nonInferior().id()).isEqualTo(finding.id());
    assertThat(Examples.inferior().id()).isNotEqualTo(finding.id());
    assertThat(Examples.at(finding, Examples.MEASURED.plusMillis(1)).id())
        .isNotEqualTo(finding.id());
    assertThat(Examples.finding(Examples.DECLARED.withAlpha(0.025), 4, 4).id())
        .isNotEqualTo(finding.id());
  }

  @Test
  void timesAreKeptToTheMillisecond() {
    Instant fine = Examples.MEASURED.plusNanos(1_234_567);

    assertThat(Examples.at(Examples.nonInferior(), fine).measuredAt())
        .isEqualTo(Examples.MEASURED.plusMillis(1));
  }

  @Test
  void aReferenceWithoutAComparisonIsRefused() {
    Finding alone = Examples.alone(190);

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Finding(
                "letters",
                Examples.CANDIDATE,
                Optional.of(Examples.REFERENCE),
                Examples.SUITE,
                alone.declaration(),
                alone.judgement(),
                Examples.MEASURED,
                List.of("run"),
                Set.of()))
        .withMessageContaining("names a reference, but its judgement has no comparison");
  }

  @Test
  void aFindingThatRestsOnNoRunIsRefused() {
    Finding finding = Examples.nonInferior();

    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Finding(
                "letters",
                finding.variant(),
                finding.reference(),
                finding.suite(),
                finding.declaration(),
                finding.judgement(),
                Examples.MEASURED,
                List.of(),
                Set.of()))
        .withMessageContaining("the runs that it rests on");
  }
}
