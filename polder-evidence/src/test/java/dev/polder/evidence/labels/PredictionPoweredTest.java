package dev.polder.evidence.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.Figures;
import dev.polder.evidence.RealData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `-Dpolder.long=true` makes more runs and prints the figures of
/// `docs/concepts/watching-a-verdict.md`.
final class PredictionPoweredTest {

  @Test
  void agreesWithTheReference() {
    double[] same = {1, 2};
    PredictionPowered result = PredictionPowered.mean(same, same, new double[] {3, 4}, 0.95);
    assertThat(result.lambda()).isCloseTo(0.15, within(1e-12));
    assertThat(result.estimate().value()).isCloseTo(1.8, within(1e-12));
    assertThat(result.estimate().interval().low()).isCloseTo(0.954, within(5e-4));
    assertThat(result.estimate().interval().high()).isCloseTo(2.646, within(5e-4));
    assertThat(result.estimate().n()).isEqualTo(2);
  }

  @Test
  void aPerfectJudgeIsTrustedAlmostWholly() {
    SplittableRandom random = new SplittableRandom(57);
    double[] labels = coins(random, 100);
    PredictionPowered result = PredictionPowered.mean(labels, labels, coins(random, 9_900), 0.9);
    assertThat(result.lambda()).isCloseTo(1, within(0.05));
    assertThat(result.estimate().interval().width())
        .isLessThan(0.2 * result.labelsOnly().interval().width());
  }

  @Test
  void aJudgeWhoAlwaysSaysTheSameIsNotTrusted() {
    double[] labels = coins(new SplittableRandom(58), 100);
    isNotTrusted(PredictionPowered.mean(labels, new double[100], new double[500], 0.9));
  }

  @Test
  void aJudgeWhoSaysTheOppositeIsNotTrusted() {
    SplittableRandom random = new SplittableRandom(58);
    double[] labels = coins(random, 100);
    double[] opposite = Arrays.stream(labels).map(label -> 1 - label).toArray();
    isNotTrusted(PredictionPowered.mean(labels, opposite, coins(random, 500), 0.9));
  }

  private static void isNotTrusted(PredictionPowered result) {
    assertThat(result.lambda()).isZero();
    assertThat(result.estimate()).isEqualTo(result.labelsOnly());
  }

  @Test
  void correctsAJudgeWhoIsTooKind() {
    // Given: a judge who also likes half of what people do not
    SplittableRandom random = new SplittableRandom(59);
    int people = 400;
    double[] labels = coins(random, people);
    double[] judged = new double[people];
    double[] elsewhere = new double[10_000];
    for (int i = 0; i < people; i++) {
      judged[i] = kind(labels[i], random);
    }
    for (int i = 0; i < elsewhere.length; i++) {
      elsewhere[i] = kind(random.nextInt(2), random);
    }

    // When
    PredictionPowered result = PredictionPowered.mean(labels, judged, elsewhere, 0.99);

    // Then: the judge alone would say .75
    assertThat(result.estimate().interval().holds(0.5)).isTrue();
    assertThat(result.estimate().interval().high()).isLessThan(0.6);
    assertThat(result.estimate().interval().width())
        .isLessThan(result.labelsOnly().interval().width());
  }

  private static double kind(double label, SplittableRandom random) {
    return label == 1 || random.nextBoolean() ? 1 : 0;
  }

  private static double[] coins(SplittableRandom random, int n) {
    return random.ints(n, 0, 2).asDoubleStream().toArray();
  }

  /// 999 comparisons of two models by three people and by two judges: does the first one win?
  @ParameterizedTest
  @ValueSource(strings = {"judge_gpt35", "judge_pandalm7b"})
  void realJudgesSaveLabelsAndTheIntervalStillCovers(String judge) {
    List<Map<String, String>> rows = RealData.table("pandalm_judge_human/judgments.csv");
    double[] people = rows.stream().mapToDouble(PredictionPoweredTest::majority).toArray();
    double[] judged =
        rows.stream().mapToDouble(row -> points(row.getOrDefault(judge, ""))).toArray();
    covers(judge, people, judged);
  }

  @Test
  void aStrongJudgeOfInstructionFollowingSavesLabelsAndTheIntervalStillCovers() {
    List<Map<String, String>> rows =
        RealData.table("llmbar_judges/judgments.csv").stream()
            .filter(row -> "GPT-4".equals(row.get("judge")) && "CoT".equals(row.get("protocol")))
            .toList();
    double[] people =
        rows.stream().mapToDouble(row -> points(row.getOrDefault("gold", ""))).toArray();
    double[] judged =
        rows.stream().mapToDouble(row -> points(row.getOrDefault("winner_noswap", ""))).toArray();
    covers("GPT-4 on LLMBar", people, judged);
  }

  /// Draws samples of which 100 have labels, as if the table were all there is.
  private static void covers(String name, double[] people, double[] judged) {
    double truth = Arrays.stream(people).average().orElseThrow();
    int runs = Figures.LONG ? 10_000 : 1_000;
    SplittableRandom random = new SplittableRandom(60);
    int covered = 0;
    double width = 0;
    double widthOfLabels = 0;
    double lambda = 0;
    for (int run = 0; run < runs; run++) {
      double[] labels = new double[100];
      double[] beside = new double[100];
      double[] elsewhere = new double[people.length - 100];
      for (int i = 0; i < people.length; i++) {
        int drawn = random.nextInt(people.length);
        if (i < 100) {
          labels[i] = people[drawn];
          beside[i] = judged[drawn];
        } else {
          elsewhere[i - 100] = judged[drawn];
        }
      }
      PredictionPowered result = PredictionPowered.mean(labels, beside, elsewhere, 0.9);
      covered += result.estimate().interval().holds(truth) ? 1 : 0;
      width += result.estimate().interval().width() / runs;
      widthOfLabels += result.labelsOnly().interval().width() / runs;
      lambda += result.lambda() / runs;
    }
    Figures.print(
        "| %s | %d | %.2f | %.3f | %.3f | %.3f | %.0f |",
        name,
        people.length,
        lambda,
        widthOfLabels,
        width,
        covered / (double) runs,
        100 * Math.pow(widthOfLabels / width, 2));
    assertThat(width).as(name).isLessThan(0.97 * widthOfLabels);
    assertThat(covered / (double) runs).as(name).isCloseTo(0.9, within(0.025));
  }

  private static double majority(Map<String, String> row) {
    double first = points(row.getOrDefault("annotator1", ""));
    double second = points(row.getOrDefault("annotator2", ""));
    double third = points(row.getOrDefault("annotator3", ""));
    return first == second || first == third ? first : second == third ? second : 0.5;
  }

  private static double points(String winner) {
    return switch (winner) {
      case "1" -> 1;
      case "2" -> 0;
      default -> 0.5; // a tie, or no answer that could be read
    };
  }

  @Test
  void refusesLabelsWithoutTheirJudgements() {
    assertThatThrownBy(
            () -> PredictionPowered.mean(new double[3], new double[2], new double[9], 0.9))
        .hasMessage(
            "each human label needs the judge's of the same sample: 3 labels, 2 judgements");
    assertThatThrownBy(
            () -> PredictionPowered.mean(new double[3], new double[3], new double[1], 0.9))
        .hasMessage("at least two samples with human labels and two without are needed: 3 and 1");
  }
}
