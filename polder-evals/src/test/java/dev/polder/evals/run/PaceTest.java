package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.solve.NoAnswerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final AtomicLong now = new AtomicLong();
  private final Brake brake = new Brake();
  private final Pace pace = new Pace(32, brake, now::get);

  private int enter() throws NoAnswerException, InterruptedException {
    return pace.enter();
  }

  private void round() throws Exception {
    int allowed = pace.allowed();
    for (int i = 0; i < allowed; i++) {
      enter();
    }
    for (int i = 0; i < allowed; i++) {
      pace.answered();
    }
  }

  @Test
  void doublesWithEveryRoundUntilTheBound() throws Exception {
    assertThat(pace.allowed()).isEqualTo(4);
    round();
    assertThat(pace.allowed()).isEqualTo(8);
    round();
    round();
    round();
    assertThat(pace.allowed()).isEqualTo(32);
  }

  @Test
  void halvesOnceForAllThatWereRefusedTogetherAndThenGrowsByOneARound() throws Exception {
    // Given
    round();
    int first = enter();
    int second = enter();

    // When
    pace.refused(first, Optional.of(Duration.ofSeconds(2)));
    pace.refused(second, Optional.of(Duration.ofSeconds(1)));

    // Then
    assertThat(pace.allowed()).isEqualTo(4);
    assertThat(pace.isResting()).isTrue();
    now.addAndGet(Duration.ofMillis(1_999).toNanos());
    assertThat(pace.isResting()).isTrue();
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(pace.isResting()).isFalse();
    round();
    assertThat(pace.allowed()).isIn(4, 5);
    round();
    assertThat(pace.allowed()).isIn(5, 6);
  }

  @Test
  void oneAtATimeIsTheLeast() throws Exception {
    for (int i = 0; i < 10; i++) {
      pace.late(enter());
    }
    assertThat(pace.allowed()).isEqualTo(1);
    pace.failed(); // as if another had been under way
    assertThat(pace.allowed()).isEqualTo(1);
  }

  @Test
  void restsLongerEachTimeWhereNobodySaysHowLong() throws Exception {
    // Given
    pace.refused(enter(), Optional.empty());
    now.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(pace.isResting()).isFalse();

    // When
    pace.refused(enter(), Optional.empty());

    // Then
    now.addAndGet(Duration.ofMillis(999).toNanos());
    assertThat(pace.isResting()).isTrue();
    now.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(pace.isResting()).isFalse();

    // When
    enter();
    pace.answered();
    pace.refused(enter(), Optional.empty());

    // Then
    now.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(pace.isResting()).isFalse();
  }

  @Test
  void whoWaitsForRoomHearsThatTheRunStops() throws Exception {
    // Given
    for (int i = 0; i < 4; i++) {
      enter();
    }

    // When
    Thread stopper =
        Thread.ofVirtual()
            .start(() -> brake.pull(new RunEnd(RunEnd.Kind.STOPPED, "a person wants it")));

    // Then
    assertThatThrownBy(this::enter)
        .isInstanceOf(NoAnswerException.class)
        .hasMessage("a person wants it");
    stopper.join();
  }
}
