package dev.polder.engine.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff FRESH =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1), 0);

  @Test
  void doublesThePauseUpToItsBound() {
    // Given
    Backoff backoff = FRESH;
    List<Duration> pauses = new ArrayList<>();

    // When
    for (int end = 0; end < 70; end++) {
      backoff = backoff.ended(Duration.ZERO);
      pauses.add(backoff.pause(StandIns.LARGEST));
    }

    // Then
    assertThat(pauses.subList(0, 5))
        .containsExactly(
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofSeconds(1));
    assertThat(pauses.getLast()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void startsAfreshAfterAStablePeriod() {
    // Given
    Backoff weary = FRESH.ended(Duration.ZERO).ended(Duration.ZERO).ended(Duration.ZERO);

    // When
    Backoff rested = weary.ended(Duration.ofMinutes(1));

    // Then
    assertThat(rested.pause(StandIns.LARGEST)).isEqualTo(Duration.ofMillis(100));
    assertThat(weary.ended(Duration.ofSeconds(59)).pause(StandIns.LARGEST))
        .isEqualTo(Duration.ofMillis(800));
  }

  @Test
  void drawsFromTheWholeRangeSoThatEnginesDoNotStartTogether() {
    // Given
    Backoff backoff = FRESH.ended(Duration.ZERO);
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    // When
    List<Duration> pauses = new ArrayList<>();
    for (int draw = 0; draw < 1_000; draw++) {
      pauses.add(backoff.pause(random));
    }

    // Then
    assertThat(pauses)
        .allMatch(pause -> !pause.isNegative() && pause.compareTo(Duration.ofMillis(100)) <= 0)
        .anyMatch(pause -> pause.compareTo(Duration.ofMillis(20)) < 0)
        .anyMatch(pause -> pause.compareTo(Duration.ofMillis(80)) > 0);
  }
}
