package dev.polder.evals.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evidence.finding.Variant;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The first line of a log as JSON, both ways, and the line that says that a run was taken up
/// again. docs/reference/eval-runs.md describes them.
final class HeaderJson {
  /// The form of logs that this program writes.
  static final int VERSION = 2;

  /// The forms that it reads. The first said neither which variant was asked nor whether n was
  /// declared.
  static final Set<String> READABLE = Set.of("1", "2");

  /// The header's first field.
  static final String MARK = "polder-run";

  private static final JsonMapper MAPPER = new JsonMapper();

  private HeaderJson() {}

  static byte[] write(RunHeader header) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put(MARK, VERSION);
    line.put("run", header.run());
    line.put("program", header.program());
    line.put("begun", header.begun().toString());
    ObjectNode suite = line.putObject("suite");
    suite.put("name", header.suite().name());
    suite.put("digest", header.suite().digest());
    suite.put("samples", header.suite().samples());
    suite.put("primary", header.suite().primary());
    header.suite().guardrail().ifPresent(name -> suite.put("guardrail", name));
    write(header.subject(), line.putObject("deployment"));
    ObjectNode method = line.putObject("method");
    method.put("use-case", header.method().useCase());
    method.put("solver", header.method().solver());
    method.put("solver-digest", header.method().solverDigest());
    method.put("bundle", header.method().bundle());
    method.put("prompt", header.method().prompt());
    header.judge().ifPresent(judge -> write(judge, line.putObject("judge")));
    line.put("n", header.plan().n());
    line.put("declared", header.plan().declared());
    line.put("epochs", header.plan().epochs());
    line.put("seed", header.plan().seed());
    header
        .price()
        .ifPresent(price ->
            line.putObject("price").put("input", price.input()).put("output", price.output()));
    header.origin().ifPresent(origin -> write(origin, line.putObject("imported")));
    return withNewline(line.toString());
  }

  private static void write(Subject subject, ObjectNode object) {
    object.put("name", subject.deployment());
    object.put("provider", subject.provider());
    object.put("model", subject.model());
    object.put("identity", subject.identity());
    subject.variant().ifPresent(variant -> write(variant, object.putObject("variant")));
  }

  private static void write(Variant variant, ObjectNode object) {
    object.put("model", variant.model());
    object.put("version", variant.version());
    object.put("quantisation", variant.quantisation());
    object.put("prompt", variant.prompt());
    object.put("parameters", variant.parameters());
  }

  private static void write(Origin origin, ObjectNode object) {
    object.put("tool", origin.tool());
    object.put("tool-version", origin.toolVersion());
    object.put("log-version", origin.logVersion());
    object.put("file", origin.file());
    object.put("digest", origin.digest());
  }

  private static Origin origin(JsonNode object) throws IOException {
    return new Origin(
        text(object, "tool"),
        text(object, "tool-version"),
        text(object, "log-version"),
        text(object, "file"),
        text(object, "digest"));
  }

  private static Subject subject(JsonNode object) throws IOException {
    return new Subject(
        text(object, "name"),
        text(object, "provider"),
        text(object, "model"),
        text(object, "identity"),
        object.has("variant") ? Optional.of(variant(object.path("variant"))) : Optional.empty());
  }

  private static Variant variant(JsonNode object) throws IOException {
    return new Variant(
        text(object, "model"),
        text(object, "version"),
        text(object, "quantisation"),
        text(object, "prompt"),
        text(object, "parameters"));
  }

  /// The version that a first line states; empty where it is no header at all.
  static Optional<String> version(byte[] bytes, int offset, int length) {
    try {
      JsonNode version = MAPPER.readTree(bytes, offset, length).path(MARK);
      return version.isMissingNode() ? Optional.empty() : Optional.of(version.asText());
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  /// @throws IOException when a field is missing or of the wrong kind
  static RunHeader read(byte[] bytes, int offset, int length) throws IOException {
    JsonNode line = MAPPER.readTree(bytes, offset, length);
    JsonNode suite = line.path("suite");
    JsonNode method = line.path("method");
    JsonNode price = line.path("price");
    try {
      return new RunHeader(
          text(line, "run"),
          text(line, "program"),
          Instant.parse(text(line, "begun")),
          new RunHeader.SuiteMark(
              text(suite, "name"),
              text(suite, "digest"),
              number(suite, "samples").intValue(),
              text(suite, "primary"),
              suite.has("guardrail") ? Optional.of(text(suite, "guardrail")) : Optional.empty()),
          subject(line.path("deployment")),
          new RunHeader.Method(
              text(method, "use-case"),
              text(method, "solver"),
              text(method, "solver-digest"),
              text(method, "bundle"),
              text(method, "prompt")),
          line.has("judge") ? Optional.of(subject(line.path("judge"))) : Optional.empty(),
          new Plan(
              number(line, "n").intValue(),
              number(line, "epochs").intValue(),
              number(line, "seed").longValue(),
              declared(line)),
          price.isObject()
              ? Optional.of(
                  new Price(
                      number(price, "input").doubleValue(), number(price, "output").doubleValue()))
              : Optional.empty(),
          line.has("imported") ? Optional.of(origin(line.path("imported"))) : Optional.empty());
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  /// Logs of version 1 do not say it, so theirs may have been chosen after the answers.
  private static boolean declared(JsonNode line) throws IOException {
    JsonNode declared = line.path("declared");
    if (line.path(MARK).asInt() > 1 && !declared.isBoolean()) {
      throw new IOException("'declared' is missing or neither true nor false");
    }
    return declared.asBoolean();
  }

  private static String text(JsonNode object, String field) throws IOException {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IOException("'" + field + "' is missing or no text");
    }
    return value.asText();
  }

  private static Number number(JsonNode object, String field) throws IOException {
    JsonNode value = object.path(field);
    if (!value.isNumber()) {
      throw new IOException("'" + field + "' is missing or no number");
    }
    return value.numberValue();
  }

  /// The line that says that a run was taken up again.
  static byte[] resumed(Instant at, String program) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("resumed", at.toString());
    line.put("program", program);
    return withNewline(line.toString());
  }

  private static byte[] withNewline(String line) {
    return (line + "\n").getBytes(UTF_8);
  }
}
