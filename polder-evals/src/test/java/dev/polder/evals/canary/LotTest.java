package dev.polder.evals.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// The chances of one sample, and of all together, beside counting every possibility.
final class LotTest {
  @Test
  void ofFiveOldAnswersAndANewOneEachIsAsLikelyTheLater() {
    // When
    Lot lot = Lot.ofNewAnswers(List.of("a", "a", "a", "a", "a"), List.of("b"));

    // Then
    assertThat(lot.value()).isEqualTo(1);
    assertThat(lot.chances()[1]).isCloseTo(1 / 6.0, within(1e-15));
  }

  @Test
  void anAnswerThatWasThereBeforeIsNotNew() {
    Lot lot = Lot.ofNewAnswers(List.of("a", "b"), List.of("b", "c"));

    assertThat(lot.value()).isEqualTo(1);
  }

  @Test
  void fiveRightThatAreNowWrongHaveAChanceOfOneInSixEach() {
    // Given
    List<Lot> lots = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      lots.add(Lot.ofSums(new int[] {0, 0, 0, 0, 0}, new int[] {i < 5 ? 1 : 0}, 1));
    }

    // Then
    assertThat(new Lots(lots).tail()).isCloseTo(Math.pow(6, -5), within(1e-18));
  }

  @Test
  void whatIsOrdinaryIsNotWorkedOut() {
    List<Lot> lots =
        List.of(
            Lot.ofSums(new int[] {0, 1, 0, 1}, new int[] {1}, 1),
            Lot.ofSums(new int[] {0, 1, 0, 1}, new int[] {0}, 1));

    assertThat(new Lots(lots).tail()).isEqualTo(1);
  }

  @RepeatedTest(20)
  void everyChoiceOfLaterOnesIsCounted(RepetitionInfo repetition) {
    // Given
    Random random = new Random(repetition.getCurrentRepetition());
    int earlier = 1 + random.nextInt(5);
    int later = 1 + random.nextInt(4);
    int[] values = random.ints(earlier + later, 0, 4).toArray();
    List<String> answers = Arrays.stream(values).mapToObj(Integer::toString).toList();

    // When
    Lot sums =
        Lot.ofSums(
            Arrays.copyOf(values, earlier), Arrays.copyOfRange(values, earlier, values.length), 3);
    Lot fresh =
        Lot.ofNewAnswers(answers.subList(0, earlier), answers.subList(earlier, answers.size()));

    // Then
    double[] sumChances = new double[3 * later + 1];
    double[] freshChances = new double[later + 1];
    int choices = 0;
    for (int mask = 0; mask < 1 << values.length; mask++) {
      if (Integer.bitCount(mask) == later) {
        choices++;
        sumChances[sum(values, mask)]++;
        freshChances[fresh(values, mask)]++;
      }
    }
    int all = choices;
    assertThat(sums.chances())
        .containsExactly(Arrays.stream(sumChances).map(c -> c / all).toArray(), within(1e-12));
    assertThat(fresh.chances())
        .containsExactly(Arrays.stream(freshChances).map(c -> c / all).toArray(), within(1e-12));
  }

  private static int sum(int[] values, int mask) {
    int sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (mask >> i & 1) * values[i];
    }
    return sum;
  }

  private static int fresh(int[] values, int mask) {
    Set<Integer> known = new HashSet<>();
    for (int i = 0; i < values.length; i++) {
      if ((mask >> i & 1) == 0) {
        known.add(values[i]);
      }
    }
    int fresh = 0;
    for (int i = 0; i < values.length; i++) {
      fresh += (mask >> i & 1) == 1 && !known.contains(values[i]) ? 1 : 0;
    }
    return fresh;
  }
}
