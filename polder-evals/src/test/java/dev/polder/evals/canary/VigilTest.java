package dev.polder.evals.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a vigil makes of the rounds it is told of.
final class VigilTest {
  private static final int N = 50;
  private static final MadeUpModel MODEL = MadeUpModel.steady(N, 0.8);

  private final Random random = new Random(7);

  private Vigil learnt() {
    return MODEL.learnt(5, random);
  }

  private static Round round(int answered, Set<String> said) {
    return new Round(
        Instant.EPOCH,
        N,
        IntStream.range(0, answered)
            .mapToObj(i -> new Observed("s" + i, "", 0, "something else"))
            .toList(),
        said);
  }

  @Test
  void theFirstRoundsAreTheBaselineAndRaiseNothing() {
    // When: every round is of another model
    Vigil vigil = Vigil.begin(3);
    for (String name : List.of("a", "b", "c")) {
      assertThat(vigil.isLearning()).isTrue();
      vigil = vigil.after(MODEL.renamed(name).round(random));
    }

    // Then
    assertThat(vigil.isLearning()).isFalse();
    assertThat(vigil.alarm()).isEmpty();
    assertThat(vigil.looks()).isZero();
  }

  @Test
  void aModelThatStaysTheSameRaisesNothing() {
    // When
    Vigil vigil = MODEL.watched(learnt(), 100, random);

    // Then
    assertThat(vigil.alarm()).isEmpty();
    assertThat(vigil.looks()).isEqualTo(100);
    assertThat(vigil.drift().orElseThrow().score().value()).isZero();
    assertThat(vigil.drift().orElseThrow().newAnswers().value()).isZero();
  }

  @Test
  void anotherModelThatIsAsGoodShowsByItsAnswersAtOnce() {
    // When
    Vigil vigil = learnt().after(MODEL.renamed("b").round(random));

    // Then
    Alarm alarm = vigil.alarm().orElseThrow();
    assertThat(alarm.signal()).isEqualTo(Signal.ANSWERS);
    assertThat(alarm.drift().score().value()).isZero();
    assertThat(alarm.drift().newAnswers().value()).isEqualTo(1);
    assertThat(alarm.drift().newAnswers().interval().low()).isBetween(0.9, 0.95);
    assertThat(alarm.p()).isLessThanOrEqualTo(alarm.bound());
  }

  @Test
  void aFallOfTheScoreShowsThoughEveryAnswerIsWordedAnew() {
    // Given: never the same text twice, so answers tell nothing
    MadeUpModel wordy = MODEL.withWordings(1_000_000);
    Vigil vigil = wordy.learnt(5, random);

    // When
    Vigil after = wordy.failing(15).watched(vigil, 3, random);

    // Then
    Alarm alarm = after.alarm().orElseThrow();
    assertThat(alarm.signal()).isEqualTo(Signal.WORSE);
    assertThat(alarm.drift().score().value()).isCloseTo(-0.3, within(1e-12));
    assertThat(alarm.drift().score().interval().high()).isLessThan(0);
    assertThat(alarm.drift().usualNewAnswers()).isEqualTo(1);
  }

  @Test
  void aRiseIsAShiftToo() {
    // Given
    MadeUpModel wordy = MadeUpModel.steady(N, 0.5).withWordings(1_000_000);
    MadeUpModel better = MadeUpModel.steady(N, 0.9).withWordings(1_000_000);

    // When
    Vigil after = better.watched(wordy.learnt(5, random), 3, random);

    // Then
    assertThat(after.alarm().orElseThrow().signal()).isEqualTo(Signal.BETTER);
  }

  @Test
  void aRoundThatMostlyErredIsNoShift() {
    // Given
    Vigil before = learnt();

    // When
    Vigil after = before.after(round(39, Set.of()));

    // Then
    assertThat(after).isEqualTo(before);
    assertThat(before.after(round(40, Set.of())).alarm()).isPresent();
  }

  @Test
  void aSingleErrorIsLeftOut() {
    // Given
    Round whole = MODEL.round(random);
    Round lacking = new Round(Instant.EPOCH, N, whole.observed().subList(1, N), Set.of());

    // When
    Vigil vigil = learnt().after(lacking);

    // Then
    assertThat(vigil.looks()).isEqualTo(1);
    assertThat(vigil.drift().orElseThrow().score().n()).isEqualTo(N - 1);
  }

  @Test
  void acceptedIsWhatCameAfterTheAlarm() {
    // Given
    MadeUpModel other = MODEL.renamed("b");
    Vigil alarmed = learnt().after(other.round(random));
    assertThat(alarmed.alarm()).isPresent();
    for (int i = 0; i < 3; i++) {
      alarmed = alarmed.after(other.round(random));
    }

    // When
    Vigil accepted = alarmed.accepted();

    // Then
    assertThat(accepted.alarm()).isEmpty();
    assertThat(accepted.baseline()).hasSize(3);
    assertThat(accepted.isLearning()).isTrue();
    assertThat(other.watched(accepted, 20, random).alarm()).isEmpty();
    assertThat(MODEL.watched(other.watched(accepted, 5, random), 5, random).alarm()).isPresent();
  }

  @Test
  void anAlarmStandsThoughTheModelGoesBack() {
    // Given
    Vigil alarmed = learnt().after(MODEL.renamed("b").round(random));

    // When
    Vigil after = alarmed.after(MODEL.round(random)).after(MODEL.round(random));

    // Then
    assertThat(after.alarm()).isEqualTo(alarmed.alarm());
  }

  @Test
  void aSuiteThatChangesBeginsABaselineAnewAndKeepsTheAlarm() {
    // Given
    Vigil alarmed = learnt().after(MODEL.renamed("b").round(random));

    // When
    Vigil anew = alarmed.begunAnew(4);

    // Then
    assertThat(anew.alarm()).isEqualTo(alarmed.alarm());
    assertThat(anew.wanted()).isEqualTo(4);
    assertThat(anew.baseline()).isEmpty();
  }

  @Test
  void whatTheProviderSaysOfItsModelIsToldWhereItIsNew() {
    // Given
    Set<String> old = Set.of("model large-5");
    Vigil vigil = Vigil.begin(2).after(round(N, old)).after(round(N, old));

    // Then
    assertThat(vigil.after(round(N, old)).newlySaid()).isEmpty();
    assertThat(vigil.after(round(N, Set.of("model large-5", "model large-6"))).newlySaid())
        .containsExactly("model large-6");
  }

  @Test
  void scoresBetweenNoughtAndOneAreComparedInSteps() {
    // Given
    Vigil vigil = Vigil.begin(5);
    for (int i = 0; i < 5; i++) {
      vigil = vigil.after(scored(0.7, i));
    }

    // Then
    assertThat(vigil.after(scored(0.7, 5)).alarm()).isEmpty();
    assertThat(vigil.after(scored(0.5, 5)).alarm().orElseThrow().signal()).isEqualTo(Signal.WORSE);
  }

  /// Scores around `mean`; never the same text twice.
  private Round scored(double mean, int number) {
    return new Round(
        Instant.EPOCH,
        N,
        IntStream.range(0, N)
            .mapToObj(i ->
                new Observed(
                    "s" + i,
                    i % 2 == 0 ? "" : "c" + i % 20,
                    Math.clamp(mean + 0.1 * random.nextGaussian(), 0, 1),
                    "text " + number))
            .toList(),
        Set.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void whatIsNoBaselineIsRefused(int wanted) {
    assertThatThrownBy(() -> Vigil.begin(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Take 2 or more");
  }

  @Test
  void aRoundThatAsksASampleTwiceIsRefused() {
    Observed one = new Observed("s", "", 1, "a");

    assertThatThrownBy(() -> new Round(Instant.EPOCH, 5, List.of(one, one), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Ask each once");
  }
}
