package dev.polder.evidence.paired;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.RealData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Results that others measured and published come out as they were found by an independent script.
final class RealPairsTest {
  /// 500 repository issues each; the tests' clusters are set aside to check the formula alone.
  @ParameterizedTest
  @CsvSource({
    "GPT-5 mini (2025-08-07) (medium reasoning), DeepSeek V3.2 Reasoner, 0.002, 0.0092, 0.00005",
    "o3 (2025-04-16), Minimax M2, 0.026, 0.00026, 0.000005",
    "GPT-5 (2025-08-07) (medium reasoning), Minimax M2, -0.040, 0.31, 0.005"
  })
  void tangoDecidesAsWritten(
      String reference, String candidate, double difference, double p, double tolerance)
      throws IOException {
    PairTable table = issues(reference, candidate);

    assertThat(table.n()).isEqualTo(500);
    assertThat(table.difference()).isCloseTo(difference, within(1e-12));
    assertThat(Tango.nonInferiority(table, 0.05)).isCloseTo(p, within(tolerance));
  }

  @Test
  void notSignificantlyDifferentIsNotGoodEnough() throws IOException {
    PairTable table = issues("GPT-5 (2025-08-07) (medium reasoning)", "Minimax M2");

    assertThat(McNemar.exact(table)).isCloseTo(0.062, within(0.0005));
    assertThat(McNemar.chiSquared(table)).isCloseTo(0.062, within(0.0005));
    assertThat(Tango.interval(table, 0.9).low()).isLessThan(-0.05);
  }

  @Test
  void twelveRepositoriesAreTooFewClusters() throws IOException {
    List<Map<String, String>> reference = answers("o3 (2025-04-16)");
    List<Map<String, String>> candidate = answers("Minimax M2");
    double[] differences = new double[reference.size()];
    List<String> repositories = new ArrayList<>();
    for (int i = 0; i < differences.length; i++) {
      differences[i] = number(candidate.get(i), "resolved") - number(reference.get(i), "resolved");
      repositories.add(text(reference.get(i), "repo"));
    }

    ClusteredT t = ClusteredT.of(PairedScores.grouped(differences, repositories));

    // The full matrices, as in StudentMeanTest, give the same error and degrees of freedom.
    assertThat(t.mean()).isCloseTo(0.026, within(1e-12));
    assertThat(t.standardError()).isCloseTo(0.035035373593761264, within(1e-12));
    assertThat(t.degreesOfFreedom()).isCloseTo(3.3308003161306035, within(1e-9));
    assertThat(t.effectiveClusters()).isCloseTo(3.87, within(0.005));
    assertThat(t.decidable()).isFalse();
    assertThat(t.nonInferiority(0.05)).isGreaterThan(0.05);
  }

  @Test
  void subjectsWidenTheErrorFivefold() throws IOException {
    List<Map<String, String>> rows = RealData.table("routellm_pairs/mmlu.csv");
    double[] differences =
        rows.stream()
            .mapToDouble(
                row -> number(row, "mixtral_8x7b_instruct") - number(row, "gpt4_1106_preview"))
            .toArray();
    List<String> subjects = rows.stream().map(row -> text(row, "subject")).toList();

    PairedScores scores = PairedScores.grouped(differences, subjects);

    assertThat(scores.clusters()).isEqualTo(57);
    assertThat(scores.naiveStandardError()).isCloseTo(0.003913, within(5e-7));
    assertThat(scores.clusteredStandardError()).isCloseTo(0.020790, within(5e-7));
    assertThat(scores.correctedClusteredStandardError()).isCloseTo(0.020975, within(5e-7));
    ClusteredT t = ClusteredT.of(scores);
    assertThat(t.standardError()).isCloseTo(0.021440839523086175, within(1e-12));
    assertThat(t.degreesOfFreedom()).isCloseTo(29.029036078753606, within(1e-9));
    assertThat(t.decidable()).isTrue();
  }

  /// 455 runs of an established harness, each with the standard error that it reported itself.
  @Test
  void standardErrorsAreTheHarnessesOwn() throws IOException {
    Map<String, List<Double>> scores =
        RealData.table("epoch_item_level/items.csv").stream()
            .filter(row -> !text(row, "mean_score").isEmpty()) // errors have no score
            .collect(
                groupingBy(
                    row -> text(row, "run_id"),
                    mapping(row -> number(row, "mean_score"), toList())));
    List<Map<String, String>> runs = RealData.table("epoch_item_level/runs.csv");

    assertThat(runs).hasSize(455);
    for (Map<String, String> run : runs) {
      List<Double> items = Objects.requireNonNull(scores.get(text(run, "run_id")));
      PairedScores own =
          new PairedScores(items.stream().mapToDouble(Double::doubleValue).toArray());
      assertThat(own.naiveStandardError())
          .as("%s", run)
          .isCloseTo(number(run, "stderr_reported_by_inspect"), within(1e-4));
      assertThat(own.mean()).as("%s", run).isCloseTo(number(run, "accuracy"), within(0.003));
    }
  }

  private static PairTable issues(String reference, String candidate) throws IOException {
    return PairTable.of(resolved(answers(reference)), resolved(answers(candidate)));
  }

  private static List<Map<String, String>> answers(String model) throws IOException {
    List<Map<String, String>> answers =
        RealData.table("swebench_bash_only/per_instance.csv").stream()
            .filter(row -> text(row, "model").equals(model))
            .sorted(Comparator.comparing(row -> text(row, "instance_id")))
            .toList();
    assertThat(answers).as(model).hasSize(500);
    return answers;
  }

  private static boolean[] resolved(List<Map<String, String>> answers) {
    boolean[] resolved = new boolean[answers.size()];
    for (int i = 0; i < resolved.length; i++) {
      resolved[i] = number(answers.get(i), "resolved") == 1;
    }
    return resolved;
  }

  private static String text(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(text(row, column));
  }
}
