package dev.polder.evidence.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polder.evidence.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Published results of 25 models on the same 500 programming tasks from 12 repositories, judged
/// with a margin of 5 points at one-sided 5 %.
class RealPairsTest {
  private static final Declaration SINGLY = Declaration.binary(0.05, new Plan.Fixed(500));
  private static final Declaration BY_REPOSITORY = SINGLY.withClusters(12, 231);

  private List<String[]> lines = List.of();

  @BeforeEach
  void read() throws IOException {
    Path folder =
        Path.of(Optional.ofNullable(System.getenv("POLDER_DATA")).orElse("../../shared/data"));
    Path file = folder.resolve("swebench_bash_only/per_instance.csv");
    assumeTrue(Files.exists(file), file + " is not there: set POLDER_DATA to the folder of data");
    lines = Files.readAllLines(file).stream().skip(1).map(line -> line.split(",")).toList();
  }

  @Test
  void deepSeekIsNonInferiorToGpt5Mini() {
    Comparison pair = judge(SINGLY, "GPT-5 mini", "DeepSeek V3.2");

    assertThat(pair.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(pair.difference().value()).isCloseTo(0.002, within(1e-9));
    assertThat(pair.p().orElseThrow()).isCloseTo(0.0092, within(0.00005));
  }

  @Test
  void minimaxIsNonInferiorToO3() {
    Comparison pair = judge(SINGLY, "o3", "Minimax M2");

    assertThat(pair.verdict()).isEqualTo(Verdict.NON_INFERIOR);
    assertThat(pair.p().orElseThrow()).isCloseTo(0.00026, within(0.000005));
  }

  /// A gate that asks for "no significant difference" would let this one pass.
  @Test
  void minimaxIsNotShownToBeNonInferiorToGpt5() {
    Comparison pair = judge(SINGLY, "GPT-5 (", "Minimax M2");

    assertThat(pair.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(pair.difference().value()).isCloseTo(-0.04, within(1e-9));
    assertThat(pair.p().orElseThrow()).isCloseTo(0.31, within(0.005));
    assertThat(pair.pairsNeeded().orElseThrow()).isGreaterThan(500);
  }

  @Test
  void withTheirTwelveRepositoriesAsClustersNoneIsDecidable() {
    Comparison pair = judge(BY_REPOSITORY, "o3", "Minimax M2");

    assertThat(pair.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);
    assertThat(pair.why()).isEqualTo("not decidable: 3.9 effective clusters, 10 are needed");
  }

  private Comparison judge(Declaration declaration, String reference, String candidate) {
    Map<String, String[]> ofReference = results(reference);
    Map<String, String[]> ofCandidate = results(candidate);
    assertThat(ofReference.keySet()).isEqualTo(ofCandidate.keySet()).hasSize(500);
    Results results = Results.paired(right(ofReference), right(ofCandidate));
    return declaration
        .judge(
            declaration.clustered()
                ? results.withClusters(
                    ofReference.values().stream().map(fields -> fields[4]).toList())
                : results)
        .primary()
        .orElseThrow();
  }

  private Map<String, String[]> results(String model) {
    Map<String, String[]> byInstance = new TreeMap<>();
    lines.stream()
        .filter(fields -> fields[0].startsWith(model))
        .forEach(fields -> byInstance.put(fields[3], fields));
    return byInstance;
  }

  private static double[] right(Map<String, String[]> results) {
    return results.values().stream().mapToDouble(fields -> Double.parseDouble(fields[5])).toArray();
  }
}
