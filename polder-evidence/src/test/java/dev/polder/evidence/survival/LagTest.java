package dev.polder.evidence.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.paired.PairedScores;
import dev.polder.evidence.paired.PairedT;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

final class LagTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 7, 1);
  private static final Lag.Question QUESTION = new Lag.Question(0.05, 0.05, TODAY, 0.9, 200);

  /// The rule that we do not follow: "not significantly different" counts as caught up.
  private static final CaughtUp NOT_SIGNIFICANTLY_WORSE =
      (differences, clusters, governs) -> {
        PairedT t = PairedT.of(new PairedScores(differences));
        double z = t.standardError() == 0 ? 0 : t.mean() / t.standardError();
        return z > 0 || 2 * TDistribution.of(t.degreesOfFreedom()).cumulativeProbability(z) > 0.05;
      };

  private static MeasuredModel model(String name, boolean open, LocalDate released, int right) {
    Map<String, Double> scores = new HashMap<>();
    for (int item = 0; item < 200; item++) {
      scores.put("item-" + item, item < right ? 1.0 : 0.0);
    }
    return new MeasuredModel(name, open, released, scores);
  }

  private static Lag lag(List<MeasuredModel> models, Map<String, String> clusters) {
    return Lag.of(models, clusters, QUESTION, new SplittableRandom(63));
  }

  private static final List<MeasuredModel> MODELS =
      List.of(
          model("closed-1", false, LocalDate.of(2025, 1, 1), 100),
          model("closed-small", false, LocalDate.of(2025, 2, 1), 60),
          model("open-weak", true, LocalDate.of(2025, 3, 1), 70),
          model("open-1", true, LocalDate.of(2025, 7, 1), 100),
          model("closed-2", false, LocalDate.of(2025, 8, 1), 140),
          model("open-2", true, LocalDate.of(2025, 12, 1), 138),
          model("closed-3", false, LocalDate.of(2026, 1, 1), 180));

  @Test
  void aGapRunsFromAFrontierToTheFirstThatIsNonInferior() {
    // When
    Lag lag = lag(MODELS, Map.of());

    // Then
    assertThat(lag.gaps())
        .extracting(Lag.Gap::frontier)
        .containsExactly("closed-1", "closed-2", "closed-3");
    assertThat(lag.gaps())
        .extracting(Lag.Gap::caughtUpBy)
        .containsExactly(Optional.of("open-1"), Optional.of("open-2"), Optional.empty());
    assertThat(lag.gaps().get(0).months()).isCloseTo(5.95, within(0.01));
    assertThat(lag.gaps().get(1).months()).isCloseTo(4.01, within(0.01));
    assertThat(lag.gaps().get(2).months()).isCloseTo(5.95, within(0.01));
    assertThat(lag.events()).isEqualTo(2);
    assertThat(lag.censored()).isEqualTo(1);
    assertThat(lag.median().value()).isCloseTo(5.95, within(0.01));
    assertThat(lag.median().n()).isEqualTo(3);
    assertThat(lag.median().interval().holds(lag.median().value())).isTrue();
  }

  @Test
  void whoWasThereAlreadyIsNoLag() {
    Lag lag =
        lag(
            List.of(
                model("open", true, LocalDate.of(2024, 5, 1), 100),
                model("closed", false, LocalDate.of(2025, 1, 1), 101)),
            Map.of());
    assertThat(lag.gaps().getFirst().months()).isZero();
    assertThat(lag.events()).isEqualTo(1);
  }

  @Test
  void whereNobodyCaughtUpEveryGapIsStillOpen() {
    Lag lag = lag(MODELS.stream().filter(model -> !model.openWeight()).toList(), Map.of());
    assertThat(lag.events()).isZero();
    assertThat(lag.median().value()).isInfinite();
  }

  /// Of few scores with a rare great loss, t shows more than there is. The rule is the verdict's.
  @Test
  void ofFewScoresTheVerdictAndTheLagAgree() {
    SplittableRandom random = new SplittableRandom(66);
    Lag.Question question = new Lag.Question(0.05, 0.05, TODAY, 0.9, 1);
    int shown = 0;
    int shownByT = 0;
    for (int i = 0; i < 20; i++) {
      // Given
      double[] change = random.doubles(120).map(u -> u < 0.05 ? -1 : u < 0.25 ? 0.25 : 0).toArray();
      double[] closed = Arrays.stream(change).map(each -> each < 0 ? 1 : 0.5).toArray();
      double[] open =
          IntStream.range(0, change.length).mapToDouble(n -> closed[n] + change[n]).toArray();

      // When
      Lag lag =
          Lag.of(
              List.of(scored("closed", false, closed), scored("open", true, open)),
              Map.of(),
              question,
              new SplittableRandom(67));

      // Then
      boolean nonInferior =
          Declaration.score(0.05, new Plan.Fixed(change.length))
                  .judge(Results.paired(closed, open))
                  .verdict()
              == Verdict.NON_INFERIOR;
      assertThat(lag.events() == 1).isEqualTo(nonInferior);
      shown += nonInferior ? 1 : 0;
      shownByT += PairedT.of(new PairedScores(change)).nonInferiority(0.05) <= 0.05 ? 1 : 0;
    }
    assertThat(shown).isPositive().isLessThan(shownByT);
  }

  private static MeasuredModel scored(String name, boolean open, double[] scores) {
    Map<String, Double> byItem = new HashMap<>();
    for (int item = 0; item < scores.length; item++) {
      byItem.put("item-%03d".formatted(item), scores[item]);
    }
    return new MeasuredModel(name, open, LocalDate.of(2025, 1, 1), byItem);
  }

  /// Two hundred items of 8 documents are not two hundred independent ones.
  @Test
  void fewClustersShowNothing() {
    Map<String, String> clusters = new HashMap<>();
    for (int item = 0; item < 200; item++) {
      clusters.put("item-" + item, "document-" + item % 8);
    }
    assertThat(lag(MODELS, clusters).events()).isZero();
  }

  @Test
  void manyClustersDo() {
    Map<String, String> clusters = new HashMap<>();
    for (int item = 0; item < 200; item++) {
      clusters.put("item-" + item, "document-" + item % 100);
    }
    assertThat(lag(MODELS, clusters).events()).isEqualTo(2);
  }

  @Test
  void theSameSeedTellsTheSame() {
    assertThat(lag(MODELS, Map.of())).isEqualTo(lag(MODELS, Map.of()));
  }

  /// Each model has a chance of its own on each item; the fewer tries, the noisier its scores.
  /// Their means stay what they are.
  @Test
  void noiseLengthensTheLagAndShortensThatOfTheOtherRule() {
    double[] ours = new double[3];
    double[] other = new double[3];
    int[] tries = {64, 8, 1};
    int seeds = Figures.LONG ? 100 : 12;
    for (int seed = 0; seed < seeds; seed++) {
      for (int i = 0; i < tries.length; i++) {
        List<MeasuredModel> models = noisy(tries[i], new SplittableRandom(1_000 + seed));
        ours[i] += meanLag(models, CaughtUp.nonInferior(0.05, 0.05)) / seeds;
        other[i] += meanLag(models, NOT_SIGNIFICANTLY_WORSE) / seeds;
      }
    }
    String figures =
        "tries %s: non-inferior %s, not significantly worse %s months"
            .formatted(Arrays.toString(tries), Arrays.toString(ours), Arrays.toString(other));
    Figures.print("%s", figures);
    assertThat(ours[1]).as(figures).isGreaterThan(ours[0]);
    assertThat(ours[2]).as(figures).isGreaterThan(ours[1]);
    assertThat(other[2]).as(figures).isLessThan(other[0] - 1);
  }

  /// Over three years, up to the end of what was looked at, where a gap is still open.
  private static double meanLag(List<MeasuredModel> models, CaughtUp rule) {
    Lag.Question question = new Lag.Question(0.05, 0.05, TODAY, 0.9, 1);
    Lag lag = Lag.of(models, Map.of(), question, rule, new SplittableRandom(64));
    return lag.gaps().stream().mapToDouble(Lag.Gap::months).average().orElseThrow();
  }

  /// A closed model every four months, an open-weight one every two that is as good as the closed
  /// one of six months before.
  private static List<MeasuredModel> noisy(int tries, SplittableRandom random) {
    double[] hardness = random.doubles(300).map(u -> 0.9 * u).toArray();
    List<MeasuredModel> models = new ArrayList<>();
    for (int month = 0; month < 36; month += 2) {
      LocalDate released = LocalDate.of(2023, 5, 1).plusMonths(month);
      if (month % 4 == 0) {
        models.add(drawn("closed-" + month, false, released, month, hardness, tries, random));
      }
      models.add(drawn("open-" + month, true, released, month - 6, hardness, tries, random));
    }
    return models;
  }

  private static MeasuredModel drawn(
      String name,
      boolean open,
      LocalDate released,
      int ability,
      double[] hardness,
      int tries,
      SplittableRandom random) {
    Map<String, Double> scores = new HashMap<>();
    for (int item = 0; item < hardness.length; item++) {
      double chance = 1 / (1 + Math.exp(8 * (hardness[item] - 0.2 - ability / 50.0)));
      int right = 0;
      for (int i = 0; i < tries; i++) {
        right += random.nextDouble() < chance ? 1 : 0;
      }
      scores.put("item-" + item, right / (double) tries);
    }
    return new MeasuredModel(name, open, released, scores);
  }

  @Test
  void refusesWhatHasNoFrontierOrNoDate() {
    assertThatThrownBy(
            () -> lag(MODELS.stream().filter(MeasuredModel::openWeight).toList(), Map.of()))
        .hasMessage("without a closed model there is no frontier to lag behind");
    assertThatThrownBy(() -> lag(List.of(model("later", false, TODAY.plusDays(1), 10)), Map.of()))
        .hasMessage(
            "Model 'later' was released on 2026-07-02, after the day of asking, 2026-07-01. Leave it"
                + " out.");
    assertThatThrownBy(() -> lag(MODELS, Map.of("item-1", "a")))
        .hasMessageContaining("has no cluster, though others have one.");
    assertThatThrownBy(() -> new MeasuredModel("m", true, TODAY, Map.of("item-1", 7.0)))
        .hasMessage("Model 'm' scored 7.0 on item 'item-1'; a score lies in [0, 1].");
  }
}
