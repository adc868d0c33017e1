package dev.polder.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Times of receipts, whatever time was written before.
final class TimeTextTest {
  private final TimeText text = new TimeText();

  @Test
  void aTimeIsWrittenToTheMicrosecond() {
    assertThat(text.of(Instant.parse("2026-11-23T09:30:00.000125999Z")))
        .isEqualTo("2026-11-23T09:30:00.000125Z");
  }

  @Test
  void everyTimeIsReadAsWhatItWas() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    Instant time = Instant.parse("1969-12-31T23:59:50Z");
    for (int i = 0; i < 1_000; i++) {
      time = time.plusNanos(random.nextLong(-1_000_000_000, 2_000_000_000));

      assertThat(Instant.parse(text.of(time))).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
    }
  }
}
