package dev.polder.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.run.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final ProgressLine line = new ProgressLine("acme-large", true);

  private static Progress at(int answered, int errors, boolean resting) {
    return new Progress(500, 0, answered, errors, 0, 0.5, 1_000, 234, 0.01234, 16, resting);
  }

  @Test
  void tellsHowFarHowFastWhatItTookAndWhatIsLeft() {
    line.text(at(0, 0, false), 0);

    assertThat(line.text(at(99, 1, false), Duration.ofSeconds(4).toNanos()))
        .isEqualTo("acme-large [####................] 100/500 25/s 1 error cost 0.0123 0:16 left");
    assertThat(line.text(at(499, 1, false), Duration.ofSeconds(8).toNanos())).endsWith(" done");
  }

  @Test
  void atTheEndTheRateIsThatOfTheRun() {
    line.text(at(0, 0, false), 0);
    line.text(at(500, 0, false), Duration.ofSeconds(10).toNanos());

    assertThat(line.text(at(500, 0, false), Duration.ofSeconds(25).toNanos()))
        .contains("500/500 20/s ");
  }

  @Test
  void theRateIsThatOfTheLastSeconds() {
    line.text(at(0, 0, false), 0);
    for (int second = 1; second <= 40; second++) {
      String text =
          line.text(
              at(second <= 20 ? 10 * second : 200, 0, false), Duration.ofSeconds(second).toNanos());
      assertThat(text).hasSizeLessThan(80);
      if (second == 20) {
        assertThat(text).contains(" 10/s ").contains("0:30 left");
      }
    }
    assertThat(line.text(at(200, 0, true), Duration.ofSeconds(41).toNanos()))
        .contains(" 0.0/s ")
        .endsWith("resting");
  }

  @Test
  void aLongNameIsCutSoThatTheLineFits() {
    String text =
        new ProgressLine("a-deployment-with-a-name-of-more-than-forty-letters", false)
            .text(
                new Progress(
                    200_000, 0, 123_456, 1_234, 0, 0.5, 123_456_789, 9_876_543, 0, 16, false),
                0);

    assertThat(text).hasSizeLessThan(80).contains("124690/200000").contains("133.33M tokens");
  }
}
