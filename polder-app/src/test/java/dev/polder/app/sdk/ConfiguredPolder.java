package dev.polder.app.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.app.RunningPolder;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Polder that runs from a `polder.yaml` in a folder of the test.
///
/// Its use case `letters` has one or two candidates, `frontier` at a vendor abroad and `town-hall`
/// at home; `search` is for embeddings.
final class ConfiguredPolder implements AutoCloseable {
  private final Path folder;
  private final RunningPolder polder;

  private ConfiguredPolder(Path folder, RunningPolder polder) {
    this.folder = folder;
    this.polder = polder;
  }

  /// A configuration with the primary only.
  static Draft in(Path folder, ScriptedUpstream primary) {
    return new Draft(folder, primary);
  }

  /// The base URL to give to a client.
  String baseUrl() {
    return "http://127.0.0.1:" + polder.port() + "/v1";
  }

  /// Stops Polder and reads what it wrote about its calls.
  List<JsonNode> outcomesAfterStop() throws IOException {
    close();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("outcomes.jsonl"))) {
      lines.add(new JsonMapper().readTree(line));
    }
    return lines;
  }

  @Override
  public void close() {
    polder.close();
  }

  /// The file before it is written.
  static final class Draft {
    private final Path folder;
    private final String primary;
    private String fallback = "";
    // Nothing is retried or waited for, so that what a test sees is the client's own doing.
    private String retries = "0";
    private String limits = "patience: 1ms";
    private String useCaseFields = "";
    private String keys = "";

    private Draft(Path folder, ScriptedUpstream primary) {
      this.folder = folder;
      this.primary = primary.baseUrl().toString();
    }

    Draft fallback(ScriptedUpstream upstream) {
      fallback = upstream.baseUrl().toString();
      return this;
    }

    /// Polder waits for who rests, and asks again who is broken, as it does by itself.
    Draft patient() {
      retries = "1";
      limits = "patience: 60s";
      return this;
    }

    /// Limits of the use case `letters`, such as `hold: 50ms`.
    Draft limits(String more) {
      limits += ", " + more;
      return this;
    }

    /// A field of the use case `letters`, such as `interruption: buffer`.
    Draft letters(String field) {
      useCaseFields += "    " + field + "\n";
      return this;
    }

    Draft key(String name, String secret) {
      keys = "keys:\n  - {name: %s, hash: '%s'}\n".formatted(name, ClientKey.hashOf(secret));
      return this;
    }

    ConfiguredPolder start() throws IOException {
      Path file = Files.writeString(folder.resolve("polder.yaml"), yaml());
      ReadResult read = PolderFile.read(file, Map.of("ACME_KEY", "acme-secret"));
      assertThat(read).isInstanceOf(ReadResult.Good.class);
      return new ConfiguredPolder(
          folder,
          RunningPolder.start(
              ((ReadResult.Good) read).configuration(), Map.of(), (engine, text) -> {}));
    }

    private String yaml() {
      String second =
          """
            at-home: {preset: vllm, base-url: "%s"}
          """
              .formatted(fallback);
      return """
      organisation: Test Town
      server: {port: 0}
      admin: {port: 0}
      outcomes: outcomes.jsonl
      providers:
        acme: {preset: openai, base-url: "%s", credential: "${ACME_KEY}"}
      %sdeployments:
        frontier: {provider: acme, model: gpt-frontier, location: US, control: US, maker: US}
        embedder: {provider: acme, model: embed-small, location: US, control: US, maker: US}
      %suse-cases:
        letters:
          candidates: [frontier%s]
      %s  search: {candidates: [embedder]}
      %s\
      """
          .formatted(
              primary,
              fallback.isEmpty() ? "" : second,
              fallback.isEmpty()
                  ? ""
                  : "  town-hall: {provider: at-home, model: open-weight, location: NL, control: NL,"
                      + " maker: FR}\n",
              fallback.isEmpty() ? "" : ", town-hall",
              "    retries: %s\n    limits: {%s}\n".formatted(retries, limits) + useCaseFields,
              keys);
    }
  }
}
