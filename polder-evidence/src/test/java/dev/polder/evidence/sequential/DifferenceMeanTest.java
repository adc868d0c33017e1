package dev.polder.evidence.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Estimate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DifferenceMeanTest {
  @Test
  void holdsTheTrueMeanAtAllTimesAtLeastAsOftenAsStated() {
    int runs = 400;
    int missed = 0;
    SplittableRandom seeds = new SplittableRandom(11);
    for (int run = 0; run < runs; run++) {
      missed += missesEver(new DetectionDelay.Stream(-.05, .2), seeds.split()) ? 1 : 0;
    }

    assertThat((double) missed / runs).isLessThan(.05);
  }

  private static boolean missesEver(DetectionDelay.Stream stream, SplittableRandom random) {
    DifferenceMean mean = DifferenceMean.NOTHING;
    for (int i = 1; i <= 500; i++) {
      mean = mean.after(stream.next(random));
      if (i % 10 == 0 && !mean.estimate(.95).interval().holds(stream.mean())) {
        return true;
      }
    }
    return false;
  }

  @Test
  void growsNarrowerAndKeepsTheMean() {
    DifferenceMean few = DifferenceMean.NOTHING;
    for (int i = 0; i < 100; i++) {
      few = few.after(i % 10 == 0 ? -1 : 0);
    }
    DifferenceMean many = few;
    for (int i = 0; i < 4_900; i++) {
      many = many.after(i % 10 == 0 ? -1 : 0);
    }

    Estimate early = few.estimate(.95);
    Estimate late = many.estimate(.95);

    assertThat(late.value()).isCloseTo(-.1, within(1e-9));
    assertThat(late.n()).isEqualTo(5_000);
    assertThat(late.interval().width()).isLessThan(early.interval().width() / 4);
  }

  @Test
  void saysNothingBeforeTheFirstDifference() {
    Estimate nothing = DifferenceMean.NOTHING.estimate(.95);

    assertThat(nothing.interval().low()).isEqualTo(-1);
    assertThat(nothing.interval().high()).isEqualTo(1);
    assertThat(nothing.n()).isZero();
  }

  @Test
  void refusesWhatNoDifferencesCouldHaveMade() {
    assertThatThrownBy(() -> new DifferenceMean(3, 4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no state of a mean");
  }
}
