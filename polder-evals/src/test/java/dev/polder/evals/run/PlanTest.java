package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PlanTest {
  /// Were the order ever to change, logs of before could not be gone on with.
  @Test
  void theOrderOfASeedIsTheSameForEver() {
    assertThat(new Plan(10, 1, 42).order(10)).containsExactly(0, 4, 7, 6, 1, 5, 2, 9, 3, 8);
  }

  @Test
  void fewerSamplesAreTheFirstOfMore() {
    int[] few = new Plan(30, 1, 5).order(100);
    int[] more = new Plan(60, 1, 5).order(100);

    assertThat(few).isEqualTo(Arrays.copyOf(more, 30));
    assertThat(more).doesNotHaveDuplicates().isNotEqualTo(new Plan(60, 1, 6).order(100));
  }

  @Test
  void nothingElseThanAllOfThemIsAskedWhereAllAreWanted() {
    assertThat(new Plan(500, 1, 1).order(500)).doesNotHaveDuplicates().hasSize(500);
  }

  @Test
  void moreThanThereAreCannotBeDeclared() {
    assertThatThrownBy(() -> new Plan(11, 1, 1).order(10)).hasMessageContaining("11");
    assertThatThrownBy(() -> new Plan(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Plan(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
