package dev.polder.evals.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.run.Origin;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.score.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A suite that another tool has, by its name and digest.
///
/// Its samples are not here. What is known of it lies in a small file beside its first imported
/// runs; later runs are imported there only when they are of the same suite. A configuration names
/// the file, or its folder, under `suites`.
///
/// @param digest over what its samples ask and expect, and how they are scored
/// @param samples how many there are
/// @param primary the score that decides
/// @param kind what values the scores take, as the tool's form declares it
/// @param guardrail the score that watches for harm
/// @param tool that has it
public record ImportedSuite(
    String name,
    String digest,
    int samples,
    String primary,
    Kind kind,
    Optional<String> guardrail,
    String tool) {
  private static final String ENDING = ".imported.json";
  private static final String MARK = "polder-imported-suite";
  private static final int VERSION = 1;
  private static final int LARGEST = 64 * 1024;
  private static final JsonMapper MAPPER = new JsonMapper();

  /// That of an imported run.
  ///
  /// @throws IllegalArgumentException when the run was not imported
  public static ImportedSuite of(RunHeader header) {
    Origin origin =
        header
            .origin()
            .orElseThrow(() -> new IllegalArgumentException(header.run() + " is no imported run"));
    RunHeader.SuiteMark suite = header.suite();
    return new ImportedSuite(
        suite.name(),
        suite.digest(),
        suite.samples(),
        suite.primary(),
        kind(origin.tool(), suite.primary()),
        suite.guardrail(),
        origin.tool());
  }

  /// By what the tool's form declares and never by the values that came: of all scores that are
  /// read, only promptfoo's `pass` can be nothing but true or false.
  private static Kind kind(String tool, String primary) {
    return tool.equals(PromptfooReader.TOOL) && primary.equals(PromptfooReader.PASSED)
        ? Kind.BINARY
        : Kind.GRADED;
  }

  /// Where a suite of that name is described in a folder. Names come from logs: as a file they must
  /// not lead elsewhere.
  public static Path file(Path folder, String suite) {
    return folder.resolve(suite.replaceAll("[^\\p{L}\\p{N}._-]", "_") + ENDING);
  }

  /// The description at a path of the configuration, if what is there is an imported suite: a file
  /// of that kind, or a folder with one and without `suite.yaml`.
  ///
  /// @throws IOException when the folder describes several, or cannot be read
  public static Optional<Path> at(Path folderOrFile) throws IOException {
    if (!Files.isDirectory(folderOrFile)) {
      return isDescription(folderOrFile) ? Optional.of(folderOrFile) : Optional.empty();
    }
    if (Files.exists(folderOrFile.resolve("suite.yaml"))) {
      return Optional.empty();
    }
    List<Path> found;
    try (Stream<Path> files = Files.list(folderOrFile)) {
      found = files.filter(ImportedSuite::isDescription).sorted().toList();
    }
    if (found.size() > 1) {
      throw new IOException(
          "The folder '%s' has several imported suites: %s. Name the file of one of them."
              .formatted(
                  folderOrFile,
                  String.join(", ", found.stream().map(ImportedSuite::nameOf).toList())));
    }
    return found.stream().findFirst();
  }

  private static boolean isDescription(Path file) {
    return nameOf(file).endsWith(ENDING);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  /// Reads a description.
  ///
  /// @throws IOException when it is none; the message says what to do
  public static ImportedSuite read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "There is no file '%s'. Import the suite's logs, or name the file that an import wrote."
              .formatted(file));
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException(
          "'%s' is larger than the description of a suite. Import its logs again.".formatted(file));
    }
    try {
      return of(MAPPER.readTree(Files.readAllBytes(file)));
    } catch (IOException | IllegalArgumentException faulty) {
      throw new IOException(
          "'%s' does not describe an imported suite (%s). Restore it, or delete it and import its logs again."
              .formatted(file, String.valueOf(faulty.getMessage()).lines().findFirst().orElse("")),
          faulty);
    }
  }

  private static ImportedSuite of(JsonNode file) throws IOException {
    if (file.path(MARK).asInt() != VERSION) {
      throw new IOException("'%s' is not %d".formatted(MARK, VERSION));
    }
    JsonNode samples = file.path("samples");
    if (!samples.isInt() || samples.intValue() < 1) {
      throw new IOException("'samples' is no number of them");
    }
    return new ImportedSuite(
        text(file, "name"),
        text(file, "digest"),
        samples.intValue(),
        text(file, "primary"),
        Kind.valueOf(text(file, "kind").toUpperCase(Locale.ROOT)),
        file.has("guardrail") ? Optional.of(text(file, "guardrail")) : Optional.empty(),
        text(file, "tool"));
  }

  private static String text(JsonNode file, String field) throws IOException {
    JsonNode value = file.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new IOException("'" + field + "' is missing or no text");
    }
    return value.textValue();
  }

  /// As a file.
  byte[] json() {
    ObjectNode file = MAPPER.createObjectNode();
    file.put(MARK, VERSION);
    file.put("name", name);
    file.put("digest", digest);
    file.put("samples", samples);
    file.put("primary", primary);
    file.put("kind", kind.name().toLowerCase(Locale.ROOT));
    guardrail.ifPresent(score -> file.put("guardrail", score));
    file.put("tool", tool);
    return (file.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
