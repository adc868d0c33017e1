package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class McNemarTest {
  @Test
  void givesTheReferenceValues() {
    PairTable table = new PairTable(30, 2, 12, 6);

    assertThat(McNemar.statistic(table)).isCloseTo(5.785714, within(5e-7));
    assertThat(McNemar.chiSquared(table)).isCloseTo(0.0162, within(5e-5));
    assertThat(McNemar.exact(table)).isCloseTo(0.0129, within(5e-5));
    assertThat(McNemar.midP(table)).isCloseTo(0.007385, within(5e-7));
    assertThat(McNemar.exact(table.swapped())).isEqualTo(McNemar.exact(table));
  }

  @Test
  void showsNoDifferenceWhereNoneIsSeen() {
    PairTable none = new PairTable(10, 0, 0, 10);
    PairTable even = new PairTable(10, 7, 7, 10);

    assertThat(McNemar.statistic(none)).isZero();
    assertThat(McNemar.chiSquared(none)).isEqualTo(1);
    assertThat(McNemar.exact(none)).isEqualTo(1);
    assertThat(McNemar.midP(none)).isEqualTo(1);
    assertThat(McNemar.statistic(even)).isZero();
    assertThat(McNemar.exact(even)).isEqualTo(1);
    assertThat(McNemar.midP(even)).isCloseTo(1, within(1e-12));
  }
}
