package dev.polder.evidence.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RepeatsTest {
  @Test
  void givesTheReferenceSize() {
    Repeats certain = new Repeats(1 / 9.0, 0, 1, 0, 1);

    assertThat(certain.samples(0.03, 0.05, 0.8)).isEqualTo(969);
    assertThat(certain.detectable(969, 0.05, 0.8)).isCloseTo(0.03, within(1e-5));
  }

  /// The source says 7.5 %; the formula gives 7.57 %, and 13.3 % without repeats.
  @Test
  void givesTheReferenceDifference() {
    Repeats tenfold = new Repeats(1 / 9.0, 1 / 6.0, 10, 1 / 6.0, 10);
    Repeats once = new Repeats(1 / 9.0, 1 / 6.0, 1, 1 / 6.0, 1);

    assertThat(tenfold.detectable(198, 0.05, 0.8)).isCloseTo(0.075, within(0.001));
    assertThat(tenfold.detectable(198, 0.05, 0.8)).isCloseTo(0.0756696, within(1e-7));
    assertThat(once.detectable(198, 0.05, 0.8)).isCloseTo(0.1327333, within(1e-7));
    assertThat(tenfold.variance(198)).isCloseTo((1 / 9.0 + 1 / 30.0) / 198, within(1e-15));
  }

  @Test
  void refusesWhatCannotBeAsked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Repeats(0.1, 0.1, 0, 0.1, 1))
        .withMessageContaining("reference 0 times");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Repeats(-0.1, 0.1, 1, 0.1, 1))
        .withMessageContaining("between samples -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Repeats(0.1, 0.1, 1, 0.1, 1).samples(0, 0.05, 0.8))
        .withMessageContaining("difference of 0");
  }
}
