package dev.polder.evals.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is promised of false alarms, and how soon a shift is noticed: made-up models, fixed seeds.
///
/// The figures of docs/concepts/canaries.md are those of `./mvnw -pl polder-evals test
/// -Dpolder.long=true -Dtest=FalseAlarmsAndDelayTest`, which prints them.
final class FalseAlarmsAndDelayTest {
  private static final boolean LONG = Boolean.getBoolean("polder.long");
  private static final int N = 50;
  private static final int BASELINE = 5;

  private final RandomGenerator random = new SplittableRandom(20261123);

  /// A model of which some samples are a toss-up, and that words its answers in several ways.
  private static MadeUpModel model(int doubtful, double doubt, int wordings) {
    return MadeUpModel.steady(N, 0.7).withDoubts(doubtful, doubt).withWordings(wordings);
  }

  @ParameterizedTest
  @CsvSource({"5, 0.3, 1", "12, 0.5, 2", "10, 0.1, 20"})
  void everAFalseAlarmIsAsRareAsPromised(int doubtful, double doubt, int wordings) {
    // Given
    int canaries = LONG ? 400 : 60;
    int rounds = LONG ? 120 : 40;
    MadeUpModel model = model(doubtful, doubt, wordings);

    // When
    int alarms = 0;
    for (int i = 0; i < canaries; i++) {
      Vigil vigil = model.watched(model.learnt(BASELINE, random), rounds, random);
      alarms += vigil.alarm().isPresent() ? 1 : 0;
    }

    // Then: three standard deviations of luck above the promise at most
    print(
        "same model, %d doubtful at %.1f, %d wordings: %d of %d raised an alarm in %d rounds",
        2 * doubtful, doubt, wordings, alarms, canaries, rounds);
    double promised = Vigil.ALPHA * canaries;
    assertThat((double) alarms).isLessThanOrEqualTo(promised + 3 * Math.sqrt(promised));
  }

  /// The bounds are what the promise rests on; the chances are exact, so that with a loose bound
  /// alarms come as often as it says, and not more.
  @Test
  void aSingleTestErrsAsOftenAsItSaysAndNoMore() {
    // Given
    MadeUpModel model = model(12, 0.5, 3);
    int trials = LONG ? 20_000 : 2_000;
    Map<Signal, Integer> wrong = new EnumMap<>(Signal.class);

    // When
    for (int i = 0; i < trials; i++) {
      List<Round> baseline = model.learnt(BASELINE, random).baseline();
      SideBySide all = SideBySide.of(baseline, List.of(model.round(random)));
      for (Signal signal : Signal.values()) {
        wrong.merge(signal, all.p(signal) <= 0.02 ? 1 : 0, Integer::sum);
      }
    }

    // Then
    double most = 0.02 * trials + 4 * Math.sqrt(0.02 * trials);
    print("tests at 2 %%: %s wrong of %d", wrong, trials);
    assertThat(wrong.values())
        .allSatisfy(count -> assertThat(count).isBetween(trials / 500, (int) most));
  }

  /// Every answer worded anew, so that only the score can tell.
  @ParameterizedTest
  @CsvSource({
    "3, 0, 100, 9",
    "5, 0, 1, 3",
    "5, 0, 100, 3",
    "5, 5, 30, 36",
    "5, 5, 100, 36",
    "10, 5, 100, 9",
    "20, 5, 100, 2"
  })
  void aFallOfTheScoreIsNoticedSoon(int failing, int doubtful, int after, int within) {
    // Given
    MadeUpModel model = model(doubtful, 0.3, 1_000_000);

    // When
    List<Integer> delays = delays(model, model.failing(failing), after, 3 * within);

    // Then
    tell("score falls by %d points".formatted(2 * failing), doubtful, after, delays);
    assertThat(median(delays)).isLessThanOrEqualTo(within);
  }

  /// As good as before, on some samples in other words.
  @ParameterizedTest
  @CsvSource({"0.1, 1, 100, 9", "0.3, 2, 100, 3", "1, 2, 100, 1"})
  void answersThatAreNotAsBeforeAreNoticedSoon(double share, int wordings, int after, int within) {
    // Given
    MadeUpModel model = model(5, 0.3, wordings);
    MadeUpModel other = model.renamed("b");

    // When
    List<Integer> delays = new ArrayList<>();
    for (int run = 0; run < runs(); run++) {
      delays.add(mixed(model, other, share, watched(model, after), 3 * within));
    }

    // Then
    tell(
        "%.0f %% of samples answered anew, %d wordings".formatted(100 * share, wordings),
        5,
        after,
        delays);
    assertThat(median(delays)).isLessThanOrEqualTo(within);
  }

  private int mixed(MadeUpModel model, MadeUpModel other, double share, Vigil vigil, int most) {
    Vigil now = vigil;
    for (int i = 1; i <= most; i++) {
      List<Observed> old = model.round(random).observed();
      List<Observed> fresh = other.round(random).observed();
      int changed = (int) (share * N);
      List<Observed> both = new ArrayList<>(fresh.subList(0, changed));
      both.addAll(old.subList(changed, N));
      now = now.after(new Round(Instant.EPOCH, N, both, Set.of()));
      if (now.alarm().isPresent()) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  private List<Integer> delays(MadeUpModel before, MadeUpModel now, int after, int most) {
    List<Integer> delays = new ArrayList<>();
    for (int run = 0; run < runs(); run++) {
      delays.add(now.delay(watched(before, after), most, random).orElse(Integer.MAX_VALUE));
    }
    return delays;
  }

  /// A vigil that has looked so often and seen nothing; only its last rounds are made up.
  private Vigil watched(MadeUpModel model, int after) {
    List<Round> baseline = model.learnt(BASELINE, random).baseline();
    List<Round> later = new ArrayList<>();
    for (int i = 0; i < Math.min(after, 27); i++) {
      later.add(model.round(random));
    }
    return new Vigil(BASELINE, baseline, later, after, Optional.empty());
  }

  private static int runs() {
    return LONG ? 100 : 11;
  }

  private static int median(List<Integer> delays) {
    return quantile(delays, 0.5);
  }

  private static int quantile(List<Integer> delays, double share) {
    List<Integer> sorted = new ArrayList<>(delays);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static void tell(String what, int doubtful, int after, List<Integer> delays) {
    print(
        "%s, %d doubtful, after %d rounds: noticed after %d rounds in half, %d in nine of ten",
        what, 2 * doubtful, after, median(delays), quantile(delays, 0.9));
  }

  @FormatMethod
  private static void print(@FormatString String line, Object... values) {
    if (LONG) {
      System.out.println(String.format(Locale.ROOT, line, values));
    }
  }
}
