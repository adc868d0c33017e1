package dev.polder.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.command.EvalCommand;
import dev.polder.app.config.Configuration;
import dev.polder.app.evidence.Board;
import dev.polder.app.evidence.CarriedFindings;
import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Finding;
import dev.polder.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The shipped models, asked the shipped suites anew by the commands that anybody would use: the
/// gate decides as it should, and as the findings that ship say.
///
/// So many samples as decide it surely, to keep it short; `examples/demo/evidence/renew` asks all.
final class ShippedModelsTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();

  private void eval(String... arguments) {
    CommandLine line = new CommandLine(new EvalCommand());
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));
    assertThat(line.execute(arguments)).as(said.toString()).isZero();
  }

  private Finding measured(String useCase, String suite, int n, Path file) throws IOException {
    List<String> common = List.of("--use-case", useCase, "-c", file.toString());
    List<String> run =
        new ArrayList<>(
            List.of("run", Checkout.ROOT.resolve("models/suites").resolve(suite).toString()));
    run.addAll(List.of("--on", "frontier,own-small", "--n", Integer.toString(n), "--no-cache"));
    run.addAll(List.of("--out", folder.resolve("runs").toString()));
    run.addAll(common);
    eval(run.toArray(String[]::new));
    List<String> compare = new ArrayList<>(List.of("compare", suite));
    compare.addAll(List.of("--reference", "frontier", "--candidate", "own-small"));
    compare.addAll(List.of("--runs", folder.resolve("runs").toString()));
    compare.addAll(common);
    eval(compare.toArray(String[]::new));
    try (Store store = Store.open(Checkout.read(file).store())) {
      return store.findings().all().getFirst();
    }
  }

  private static Finding shipped(String useCase) throws IOException {
    return CarriedFindings.read(ShippedFindings.of(Checkout.ROOT).file()).findings().stream()
        .filter(finding -> finding.useCase().equals(useCase))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"triage, routing, 400, NON_INFERIOR", "sums, sums, 120, INFERIOR"})
  @Timeout(value = 5, unit = TimeUnit.MINUTES) // of a slow machine; a minute for both elsewhere
  void theGateDecidesByTheModelsThemselves(String useCase, String suite, int n, Verdict verdict)
      throws IOException {
    // When
    Path file = Checkout.configurationIn(folder);
    Finding finding = measured(useCase, suite, n, file);

    // Then
    assertThat(finding.verdict()).as(said.toString()).isEqualTo(verdict);
    Finding shipped = shipped(useCase);
    assertThat(finding.verdict()).isEqualTo(shipped.verdict());
    assertThat(finding.variant()).isEqualTo(shipped.variant());
    assertThat(finding.reference()).isEqualTo(shipped.reference());
    assertThat(finding.suite()).isEqualTo(shipped.suite());
    assertThat(isOpen(Checkout.read(file), useCase)).isEqualTo(verdict == Verdict.NON_INFERIOR);
  }

  private static boolean isOpen(Configuration configuration, String useCase) throws IOException {
    Board.Line line = Board.at(configuration, Instant.now()).only(useCase).lines().getFirst();
    return line.ruling().orElseThrow().open();
  }
}
