package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `polder evidence export` and `import`: what one machine has measured counts on another.
final class EvidenceCarryingTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeConfigurations() throws IOException {
    for (String machine : List.of("lab", "gateway")) {
      Files.createDirectories(folder.resolve(machine));
      Files.writeString(
          folder.resolve(machine).resolve("cases.jsonl"),
          "{\"input\":\"Say a\",\"target\":\"a\"}\n");
      Files.writeString(
          folder.resolve(machine).resolve("polder.yaml"),
          """
          organisation: Test
          providers: {acme: {base-url: "http://127.0.0.1:9/v1"}}
          deployments:
            large: {provider: acme, location: US, control: US, maker: US, version: '1'}
            small: {provider: acme, location: NL, control: NL, maker: NL, version: '1'}
          suites: {cases: cases.jsonl}
          use-cases:
            letters: {candidates: [large, small], evidence: {suite: cases, require: strict}}
          """);
    }
  }

  private Path store(String machine) {
    return folder.resolve(machine).resolve("polder-state/polder.db");
  }

  private void measure(String machine, int lost) throws IOException {
    Declaration declared = Declaration.binary(0.05, new Plan.Fixed(200));
    double[] reference = new double[200];
    Arrays.fill(reference, 1);
    double[] candidate = reference.clone();
    Arrays.fill(candidate, 0, lost, 0);
    Finding finding =
        new Finding(
            "letters",
            new Variant("small", "1", "", "", ""),
            Optional.of(new Variant("large", "1", "", "", "")),
            new SuiteVersion("cases", "sha256:of-the-cases"),
            declared,
            declared.judge(Results.paired(reference, candidate)),
            Instant.now(),
            List.of("run"),
            Set.of());
    try (Store store = Store.open(store(machine))) {
      store.findings().add(finding);
    }
  }

  private int evidence(String machine, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = new CommandLine(new EvidenceCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-c", folder.resolve(machine).resolve("polder.yaml").toString()));
    return line.execute(all.toArray(String[]::new));
  }

  /// As one line: where lines break depends on the folder's name.
  private String out() {
    return out.toString().replaceAll("\\s+", " ");
  }

  private String file() {
    return folder.resolve("findings.json").toString();
  }

  @Test
  void whatOneMachineHasMeasuredIsKeptOnAnother() throws IOException {
    // Given
    measure("lab", 3);
    assertThat(evidence("lab", "export", file())).as(err.toString()).isZero();
    assertThat(out()).contains("1 finding written to");

    // When
    int code = evidence("gateway", "import", file());

    // Then
    assertThat(code).as(err.toString()).isZero();
    assertThat(out()).startsWith("1 added to").contains("0 were there already");
    try (Store lab = Store.open(store("lab"));
        Store gateway = Store.open(store("gateway"))) {
      assertThat(gateway.findings().all()).hasSize(1).isEqualTo(lab.findings().all());
    }
    assertThat(evidence("gateway")).isZero();
    assertThat(out.toString()).contains("small").contains("letters: suite 'cases'");
  }

  @Test
  void whatIsThereAlreadyIsNotKeptTwice() throws IOException {
    // Given
    measure("lab", 3);
    evidence("lab", "export", file());
    evidence("gateway", "import", file());
    measure("lab", 60);
    evidence("lab", "export", file());

    // When
    evidence("gateway", "import", file());

    // Then
    assertThat(out()).startsWith("1 added to").contains("1 was there already");
  }

  @Test
  void aFaultyFileLeavesTheStoreUnmade() throws IOException {
    // Given
    measure("lab", 3);
    evidence("lab", "export", file());
    Files.writeString(
        Path.of(file()), Files.readString(Path.of(file())).replace("letters", "notes"));

    // When
    int code = evidence("gateway", "import", file());

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " "))
        .contains("Nothing of")
        .contains("something in it was altered. Export it again where it was measured.");
    assertThat(store("gateway")).doesNotExist();
  }

  @Test
  void anEmptyStoreHasNothingToExport() {
    // When
    int code = evidence("lab", "export", file());

    // Then
    assertThat(code).isOne();
    assertThat(err.toString().replaceAll("\\s+", " ")).contains("There is nothing to export");
    assertThat(Path.of(file())).doesNotExist();
  }
}
