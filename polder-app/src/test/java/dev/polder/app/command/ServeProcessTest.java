package dev.polder.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `polder serve` as a process of its own: what signals do, and what it does without a file.
final class ServeProcessTest {
  private static final String GOOD =
      """
      organisation: %s
      server: {port: 0}
      admin: {port: 0}
      providers: {local: {base-url: "http://127.0.0.1:9/v1"}}
      deployments: {own: {provider: local, location: NL, control: NL, maker: FR}}
      use-cases: {letters: {candidates: [own]}}
      """;

  @TempDir private Path folder = Path.of("");

  /// Reads until a line is as wanted; the test's time limit ends it otherwise.
  private static String await(BufferedReader lines, Predicate<String> wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.add(line);
      if (wanted.test(line)) {
        return line;
      }
    }
    throw new AssertionError("ended with " + seen);
  }

  private Process polder(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.polder.app.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
    return builder.redirectErrorStream(true).start();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // it has no SIGHUP
  void aHangupReadsTheFileAnewAndEndsNothing() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("polder.yaml"), GOOD.formatted("before"));
    Process polder = polder("serve");
    try (BufferedReader lines = polder.inputReader()) {
      await(lines, line -> line.startsWith("Polder serves before"));

      // When, three times
      hangUp(polder);
      String unchanged = await(lines, line -> line.contains("polder.yaml"));
      Files.writeString(file, GOOD.formatted("after"));
      hangUp(polder);
      String changed = await(lines, line -> line.contains("polder.yaml"));
      Files.writeString(file, GOOD.formatted("after").replace("[own]", "[gone]"));
      hangUp(polder);
      String faulty = await(lines, line -> line.contains("polder.yaml has"));
      String fault = await(lines, line -> line.contains("polder.yaml:6"));

      // Then
      assertThat(unchanged).contains("is in order and says what runs already");
      assertThat(changed).contains("has changed and is in order");
      assertThat(faulty).contains("has a fault; the running configuration stays");
      assertThat(fault).contains("names no known deployment 'gone'");
      assertThat(polder.isAlive()).isTrue();
    } finally {
      polder.destroy();
      polder.waitFor();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // it has no SIGHUP
  void logMessagesAreObjectsWhereTheFileSaysSo() throws Exception {
    // Given
    Files.writeString(
        folder.resolve("polder.yaml"), GOOD.formatted("X") + "telemetry: {log: json}\n");
    Process polder = polder("serve");
    try (BufferedReader lines = polder.inputReader()) {
      await(lines, line -> line.startsWith("Polder serves X"));

      // When
      hangUp(polder);
      String line = await(lines, text -> text.contains("says what runs already"));

      // Then
      JsonNode json = new JsonMapper().readTree(line);
      assertThat(json.path("level").asText()).isEqualTo("INFO");
      assertThat(json.path("logger").asText()).isEqualTo("polder");
      assertThat(json.path("message").asText()).contains("polder.yaml");
    } finally {
      polder.destroy();
      polder.waitFor();
    }
  }

  private static void hangUp(Process process) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  @Test
  void useIsRefusedWhereThereIsAFile() throws Exception {
    // Given
    Files.writeString(folder.resolve("polder.yaml"), GOOD.formatted("X"));

    // When
    Process polder = polder("serve", "--use", "ollama/llama3");

    // Then
    String said = new String(polder.getInputStream().readAllBytes(), UTF_8);
    assertThat(polder.waitFor()).isEqualTo(2);
    assertThat(said).contains("There is a polder.yaml here");
  }
}
