package dev.polder.evidence.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class PairTableTest {
  @Test
  void countsWhoWasRight() {
    boolean[] reference = {true, true, true, false, false, true};
    boolean[] candidate = {true, false, false, true, false, true};

    PairTable table = PairTable.of(reference, candidate);

    assertThat(table).isEqualTo(new PairTable(2, 2, 1, 1));
    assertThat(table.n()).isEqualTo(6);
    assertThat(table.discordant()).isEqualTo(3);
    assertThat(table.difference()).isEqualTo(-1 / 6.0);
    assertThat(table.swapped()).isEqualTo(new PairTable(2, 1, 2, 1));
  }

  @Test
  void refusesWhatIsNoComparison() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairTable(0, 0, 0, 0))
        .withMessageContaining("at least one pair");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairTable(3, -1, 0, 0))
        .withMessageContaining("reference only -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PairTable(Integer.MAX_VALUE, 1, 0, 0))
        .withMessageContaining("2147483648");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairTable.of(new boolean[3], new boolean[2]))
        .withMessageContaining("3 answers and the candidate 2");
  }
}
