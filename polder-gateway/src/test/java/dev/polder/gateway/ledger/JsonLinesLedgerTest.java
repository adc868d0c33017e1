package dev.polder.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class JsonLinesLedgerTest {
  @TempDir Path folder;

  private static Receipt receipt(String call) {
    return receipt(call, "");
  }

  private static Receipt receipt(String call, String evidence) {
    return new Receipt(
        Instant.EPOCH,
        call,
        "",
        "letters",
        "chat",
        false,
        "failed",
        "nobody answered",
        "",
        Optional.empty(),
        Duration.ofMillis(5),
        evidence,
        List.of());
  }

  @Test
  void whatWasRecordedBeforeClosingIsWrittenInItsOrder() throws IOException {
    // Given
    Path file = folder.resolve("new/outcomes.jsonl");

    // When
    try (JsonLinesLedger ledger = new JsonLinesLedger(file)) {
      for (int i = 0; i < 1_000; i++) {
        ledger.record(receipt("call-" + i));
      }
    }

    // Then
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(lines.get(i)).contains("\"call\":\"call-" + i + "\"");
    }
  }

  @Test
  void aReceiptIsWrittenWithoutAnotherBehindIt() throws IOException {
    // Given
    Path file = folder.resolve("outcomes.jsonl");

    // When
    try (JsonLinesLedger ledger = new JsonLinesLedger(file)) {
      ledger.record(receipt("call-1"));
      String first = firstLine(file);

      // Then
      assertThat(first).contains("\"call\":\"call-1\"");
    }
  }

  @Test
  void evidenceHasAFieldOnlyWhereItIsAsked() throws IOException {
    // Given
    Path file = folder.resolve("outcomes.jsonl");

    // When
    try (JsonLinesLedger ledger = new JsonLinesLedger(file)) {
      ledger.record(receipt("call-1"));
      ledger.record(receipt("call-2", "non-inferior; aged"));
    }

    // Then
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.getFirst()).doesNotContain("evidence");
    assertThat(lines.getLast()).contains("\"evidence\":\"non-inferior; aged\"");
  }

  /// Whether the last receipt and the end are found together is for chance to say, so it is tried
  /// often.
  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(20)
  void aFullDiskDoesNotKeepItFromClosing() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (JsonLinesLedger ledger = new JsonLinesLedger(Path.of("/dev/full"))) {
        ledger.record(receipt("call-" + i));
      }
    }
  }

  /// Waits until there is one; the test's own time limit ends it.
  private static String firstLine(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      String line = reader.readLine();
      while (line == null) {
        Thread.onSpinWait();
        line = reader.readLine();
      }
      return line;
    }
  }
}
