package dev.polder.evidence.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.Figures;
import dev.polder.evidence.RealData;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The lag on public runs, whose figures stand in `docs/concepts/watching-a-verdict.md`;
/// `-Dpolder.long=true` prints them.
final class LagOnRealRunsTest {
  private static final LocalDate EPOCH_ENDS = LocalDate.of(2026, 5, 2);
  private static final LocalDate SWE_BENCH_ENDS = LocalDate.of(2025, 12, 9);

  /// When open-weight models could first be had, where the table says only when they were run, and
  /// two whose openness it does not know: Epoch AI, model versions (CC BY 4.0).
  private static final Map<String, LocalDate> OPEN_SINCE =
      Map.ofEntries(
          Map.entry("Llama 4 Maverick Instruct", LocalDate.of(2025, 4, 5)),
          Map.entry("Kimi K2 Instruct", LocalDate.of(2025, 7, 12)),
          Map.entry("Qwen3-Coder 480B/A35B Instruct", LocalDate.of(2025, 7, 31)),
          Map.entry("GLM-4.5 (2025-08-22)", LocalDate.of(2025, 8, 3)),
          Map.entry("gpt-oss-120b", LocalDate.of(2025, 8, 5)),
          Map.entry("GLM-4.6 (T=1)", LocalDate.of(2025, 9, 30)),
          Map.entry("Minimax M2", LocalDate.of(2025, 10, 27)),
          Map.entry("DeepSeek V3.2 Reasoner", LocalDate.of(2025, 12, 1)));

  private static final Pattern DATED = Pattern.compile("\\((\\d{4})-?(\\d{2})-?(\\d{2})\\)");

  /// Gaps that ended and that are still open, and the median in months, at a margin of 5 points.
  @ParameterizedTest
  @CsvSource({
    "GPQA Diamond, 198, 10, 2, 4.96",
    "OTIS Mock AIME 2024-2025, 45, 12, 3, 6.97",
    "swe_bench_verified, 484, 6, 3, 8.21",
    "simpleqa_verified, 1000, 2, 5, Infinity",
    "Chess Puzzles, 100, 0, 6, Infinity"
  })
  void onRunsOfEpoch(String task, int items, int events, int censored, double median) {
    List<MeasuredModel> models = epoch(task, items);
    Lag five = lag(models, Map.of(), 0.05, EPOCH_ENDS);
    Lag ten = lag(models, Map.of(), 0.10, EPOCH_ENDS);
    print(task, models, five, 0.05);
    print(task, models, ten, 0.10);
    assertThat(five.events()).isEqualTo(events);
    assertThat(five.censored()).isEqualTo(censored);
    assertThat(Math.round(100 * five.median().value())).isEqualTo(Math.round(100 * median));
    // A wider margin is reached sooner, on every frontier.
    for (int i = 0; i < five.gaps().size(); i++) {
      assertThat(ten.gaps().get(i).months()).isLessThanOrEqualTo(five.gaps().get(i).months());
    }
  }

  @Test
  void onSweBenchItemByItem() {
    List<MeasuredModel> models = sweBench();
    assertThat(models).hasSize(25);
    Lag five = lag(models, Map.of(), 0.05, SWE_BENCH_ENDS);
    Lag ten = lag(models, Map.of(), 0.10, SWE_BENCH_ENDS);
    print("swebench_bash_only", models, five, 0.05);
    print("swebench_bash_only", models, ten, 0.10);
    assertThat(five.events()).isEqualTo(2);
    assertThat(five.censored()).isEqualTo(3);
  }

  /// Nearly half of its items are of one repository: 3.9 effective clusters decide nothing.
  @Test
  void onSweBenchByRepositoriesNothingIsDecidable() {
    List<MeasuredModel> models = sweBench();
    Map<String, String> repositories = new HashMap<>();
    for (Map<String, String> row : RealData.table("swebench_bash_only/per_instance.csv")) {
      repositories.put(row.getOrDefault("instance_id", ""), row.getOrDefault("repo", ""));
    }
    assertThat(lag(models, repositories, 0.05, SWE_BENCH_ENDS).events()).isZero();
  }

  private static Lag lag(
      List<MeasuredModel> models, Map<String, String> clusters, double margin, LocalDate today) {
    return Lag.of(
        models,
        clusters,
        new Lag.Question(margin, 0.05, today, 0.9, Figures.LONG ? 1_000 : 10),
        new SplittableRandom(65));
  }

  private static List<MeasuredModel> epoch(String task, int items) {
    Map<String, Map<String, Double>> scores = new HashMap<>();
    for (Map<String, String> row : RealData.table("epoch_item_level/items.csv")) {
      String score = row.getOrDefault("mean_score", "");
      if (!score.isEmpty()) {
        scores
            .computeIfAbsent(row.getOrDefault("run_id", ""), run -> new HashMap<>())
            .put(row.getOrDefault("item_id", ""), Double.valueOf(score));
      }
    }
    List<MeasuredModel> models = new ArrayList<>();
    for (Map<String, String> run : RealData.table("epoch_item_level/runs.csv")) {
      // Two harnesses share a name but not their number of items; an undated run has no place.
      if (task.equals(run.get("task"))
          && String.valueOf(items).equals(run.get("n_items"))
          && !run.getOrDefault("release_date", "").isEmpty()) {
        models.add(
            new MeasuredModel(
                run.getOrDefault("model_version", ""),
                "open".equals(run.get("weights")),
                LocalDate.parse(run.getOrDefault("release_date", "")),
                scores.getOrDefault(run.getOrDefault("run_id", ""), Map.of())));
      }
    }
    return models;
  }

  private static List<MeasuredModel> sweBench() {
    Map<String, Map<String, Double>> scores = new HashMap<>();
    Map<String, Map<String, String>> about = new HashMap<>();
    for (Map<String, String> row : RealData.table("swebench_bash_only/per_instance.csv")) {
      String model = row.getOrDefault("model", "");
      about.put(model, row);
      scores
          .computeIfAbsent(model, name -> new HashMap<>())
          .put(
              row.getOrDefault("instance_id", ""),
              Double.valueOf(row.getOrDefault("resolved", "")));
    }
    List<MeasuredModel> models = new ArrayList<>();
    for (var one : about.entrySet()) {
      String model = one.getKey();
      boolean open = OPEN_SINCE.containsKey(model) || "1".equals(one.getValue().get("os_model"));
      models.add(
          new MeasuredModel(
              model, open, released(model, one.getValue()), scores.getOrDefault(model, Map.of())));
    }
    return models;
  }

  /// What is known better than the table; else the date in its name; else the day of its run.
  private static LocalDate released(String model, Map<String, String> row) {
    LocalDate known = OPEN_SINCE.get(model);
    if (known != null) {
      return known;
    }
    Matcher dated = DATED.matcher(model);
    return dated.find()
        ? LocalDate.parse(dated.group(1) + "-" + dated.group(2) + "-" + dated.group(3))
        : LocalDate.parse(row.getOrDefault("date", ""));
  }

  private static void print(String task, List<MeasuredModel> models, Lag lag, double margin) {
    Figures.print(
        "| %s | %d closed, %d open | %.0f points | %d | %d | %.1f %s |",
        task,
        models.stream().filter(model -> !model.openWeight()).count(),
        models.stream().filter(MeasuredModel::openWeight).count(),
        100 * margin,
        lag.events(),
        lag.censored(),
        lag.median().value(),
        lag.median().interval());
    lag.gaps().forEach(gap -> Figures.print("    %s", gap));
  }
}
