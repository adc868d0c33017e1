package dev.polder.evals.report;

import dev.polder.evals.report.ComparisonReport.Answer;
import dev.polder.evals.report.ComparisonReport.DeclaredTest;
import dev.polder.evals.report.ComparisonReport.Endpoint;
import dev.polder.evals.report.ComparisonReport.Fourfold;
import dev.polder.evals.report.ComparisonReport.Pair;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import dev.polder.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Real results of two models on the same 500 tasks, if the data lie beside the project.
final class Swebench {
  private static final double Z = 1.6448536269514722;

  private Swebench() {}

  private record Row(String repository, boolean resolved) {}

  static ComparisonReport comparison() throws IOException {
    Path data =
        Path.of(Optional.ofNullable(System.getenv("POLDER_DATA")).orElse("../../shared/data"));
    Path file = data.resolve("swebench_bash_only/per_instance.csv");
    Assumptions.assumeTrue(
        Files.isReadable(file), "the real results are not here; $POLDER_DATA names their folder");
    Map<String, Row> reference = rows(file, "GPT-5 mini (2025-08-07)");
    Map<String, Row> candidate = rows(file, "DeepSeek V3.2 Reasoner");
    int[] table = new int[4];
    List<Pair> pairs = new ArrayList<>();
    Map<String, List<Integer>> byRepository = new TreeMap<>();
    for (Map.Entry<String, Row> entry : reference.entrySet()) {
      boolean one = entry.getValue().resolved();
      boolean other =
          Objects.requireNonNull(candidate.get(entry.getKey()), "the same tasks").resolved();
      int cell = (one ? 0 : 2) + (other ? 0 : 1);
      table[cell]++;
      byRepository
          .computeIfAbsent(entry.getValue().repository(), any -> new ArrayList<>())
          .add(cell);
      if (one != other && pairs.size() < 40) {
        pairs.add(
            new Pair(
                entry.getKey(),
                "",
                "",
                new Answer("", one ? 1 : 0, ""),
                new Answer("", other ? 1 : 0, "")));
      }
    }
    int n = reference.size();
    double d = (table[2] - table[1]) / (double) n;
    double error = Math.sqrt(table[1] + table[2] - n * d * d) / n;
    List<ComparisonReport.Group> groups = new ArrayList<>();
    byRepository.forEach((name, cells) ->
        groups.add(
            new ComparisonReport.Group(
                name.replace("__", "/"),
                wilson(cells.stream().filter(cell -> cell < 2).count(), cells.size()),
                wilson(cells.stream().filter(cell -> cell % 2 == 0).count(), cells.size()))));
    return new ComparisonReport(
        new Provenance(
            "swebench-verified",
            "sha256:f1176b65ae29d14f",
            Instant.parse("2025-12-10T00:00:00Z"),
            "polder",
            List.of()),
        "",
        new Party("GPT-5 mini", List.of(new Fact("model", "gpt-5-mini-2025-08-07"))),
        new Party("DeepSeek V3.2", List.of(new Fact("model", "deepseek-v3.2-reasoner"))),
        Verdict.NOT_DECIDABLE,
        "the 500 tasks come from 12 repositories, which tell as much as 3.9 of equal size, and below 10 nothing is decided",
        new Endpoint(
            "resolved",
            false,
            wilson(table[0] + table[1], n),
            wilson(table[0] + table[2], n),
            new Estimate(d, new Interval(d - Z * error, d + Z * error), 0.90, n),
            0.05,
            Verdict.NOT_DECIDABLE,
            OptionalDouble.empty(),
            Optional.of(new Fourfold(table[0], table[1], table[2], table[3]))),
        Optional.empty(),
        new DeclaredTest(
            "clustered paired t (CR2)",
            "500 pairs, declared before the first run",
            0.05,
            n,
            12,
            3.9),
        "tasks from more repositories.",
        List.of(),
        groups,
        pairs,
        Math.max(0, table[1] + table[2] - pairs.size()));
  }

  private static Map<String, Row> rows(Path file, String model) throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .filter(line -> line.startsWith(model))
          .map(line -> List.of(line.split(",", -1)))
          .forEach(
              cells -> rows.put(cells.get(3), new Row(cells.get(4), cells.get(5).equals("1"))));
    }
    return rows;
  }

  private static Estimate wilson(long right, long n) {
    double share = (double) right / n;
    double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n)) / (1 + Z * Z / n);
    return new Estimate(
        share, new Interval(Math.max(0, middle - half), Math.min(1, middle + half)), 0.90, n);
  }
}
