package dev.polder.evidence.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvidenceBoardTest {
  private static final Instant YOUNG = Examples.MEASURED.plus(Duration.ofDays(1));
  private static final Instant OLD = Examples.MEASURED.plus(Duration.ofDays(100));

  private final EvidenceBoard board =
      EvidenceBoard.of(
          List.of(Examples.strict()), List.of(Examples.nonInferior()), List.<Doubt>of());

  @Test
  void saysTheSameAsTheRulingWorkedOutAtThatMoment() {
    for (Instant now : List.of(YOUNG, OLD)) {
      for (boolean restricted : List.of(true, false)) {
        List<Finding> findings = List.of(Examples.nonInferior());
        Standing standing = Standing.of(Examples.strict(), findings, now);
        assertThat(entry().ruling(now, restricted))
            .isEqualTo(Ruling.of(Examples.strict(), standing, findings, List.of(), restricted));
      }
    }
  }

  @Test
  void aFindingAgesWithoutANewBoard() {
    Instant since = Examples.MEASURED.plus(Duration.ofDays(90));

    assertThat(entry().ruling(since.minusMillis(1), false).open()).isTrue();
    assertThat(entry().ruling(since, false).open()).isFalse();
    assertThat(entry().ruling(since, true).open()).isTrue();
  }

  @Test
  void whoIsNotAskedForEvidenceIsNotOnTheBoard() {
    assertThat(board.entry("letters", "another")).isEmpty();
    assertThat(board.entry("triage", "fallback")).isEmpty();
    assertThat(EvidenceBoard.EMPTY.entry("letters", "fallback")).isEmpty();
    assertThat(board.entries()).hasSize(1);
  }

  @Test
  void lookingUpWorksNothingOutAnew() {
    assertThat(entry().ruling(YOUNG, false)).isSameAs(entry().ruling(YOUNG.plusSeconds(1), false));
  }

  private EvidenceBoard.Entry entry() {
    return board.entry("letters", "fallback").orElseThrow();
  }
}
