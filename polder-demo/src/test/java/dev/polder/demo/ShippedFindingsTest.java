package dev.polder.demo;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.config.Configuration;
import dev.polder.app.evidence.Board;
import dev.polder.app.evidence.CarriedFindings;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.verdict.Comparison;
import dev.polder.evidence.verdict.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The findings that ship are about the models and suites that ship, and say what the demo tells.
final class ShippedFindingsTest {
  private static final ShippedFindings SHIPPED = ShippedFindings.of(Checkout.ROOT);
  private static final String RENEW =
      "what ships as measured is about other weights, cases or prompts: run examples/demo/evidence/renew";

  @TempDir private Path folder = Path.of("");

  private Configuration configuration() throws IOException {
    return Checkout.read(Checkout.configurationIn(folder));
  }

  @Test
  void theyAreAboutExactlyWhatShips() throws IOException {
    // When
    Board board = SHIPPED.keep(configuration(), Instant.now());

    // Then
    assertThat(ShippedFindings.lacking(board)).as(RENEW).isEmpty();
    assertThat(Part.of(board))
        .as(RENEW)
        .containsExactly(
            entry("triage", Part.CARRIES_ON),
            entry("dates", Part.CARRIES_ON),
            entry("letters", Part.MARKED),
            entry("sums", Part.REFUSES));
  }

  @Test
  void theyRestOnAllCasesOfTheirSuites() throws IOException {
    for (Finding finding : CarriedFindings.read(SHIPPED.file()).findings()) {
      assertThat(finding.declaration().plan()).isEqualTo(new Plan.Fixed(1200));
      assertThat(finding.judgement().primary().map(Comparison::difference).map(Estimate::n))
          .contains(1200L);
    }
  }

  @Test
  void aChangedSuiteIsSaidPlainly() throws IOException {
    // Given
    Configuration configuration = configuration();
    Path suite = Files.createDirectory(folder.resolve("routing"));
    for (String name : new String[] {"suite.yaml", "samples.jsonl"}) {
      Files.copy(Checkout.ROOT.resolve("models/suites/routing").resolve(name), suite.resolve(name));
    }
    Path file = folder.resolve("polder.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(Checkout.ROOT.resolve("models/suites/routing").toString(), suite.toString()));
    assertThat(SHIPPED.keep(configuration, Instant.now()).lines())
        .allMatch(line -> Part.of(line) != Part.UNSHOWN);

    // When
    Files.writeString(
        suite.resolve("samples.jsonl"),
        "{\"id\":\"new\",\"input\":\"Where is my bin?\",\"target\":\"waste\"}\n",
        StandardOpenOption.APPEND);

    // Then
    assertThat(ShippedFindings.lacking(SHIPPED.keep(Checkout.read(file), Instant.now())))
        .singleElement()
        .asString()
        .startsWith("triage: the finding about 'own-small'")
        .contains("is stale: suite 'polder-routing' has changed since");
  }
}
