package dev.polder.evals.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Origin;
import dev.polder.evals.run.Spent;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.score.Response;
import dev.polder.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// Results of promptfoo: one JSON object, or a line for each result.
///
/// promptfoo asks several providers and prompts side by side, so a file becomes as many runs as it
/// has pairs of provider and prompt.
final class PromptfooReader {
  static final String TOOL = "promptfoo";
  private static final int VERSION = 3;

  /// The score that is true or false by its form.
  static final String PASSED = "pass";

  private static final String SCORE = "score";

  /// Whether a result is of no answer, as promptfoo counts it.
  private static final int NO_ANSWER = 2;

  /// May hold secrets, or say nothing about answers.
  private static final Set<String> NO_PARAMETERS =
      Set.of("apiKey", "apiKeyEnvar", "headers", "env", "timeout", "maxRetries", "token");

  private final Source source;
  private final Optional<String> clusterField;

  /// By the number of its pair of provider and prompt.
  private final Map<Integer, Column> columns = new TreeMap<>();

  private int results;

  PromptfooReader(Source source, Wishes wishes) {
    this.source = source;
    this.clusterField = wishes.cluster();
  }

  /// The results of one provider with one prompt.
  private static final class Column {
    final String provider;
    final String label;
    final String prompt;
    final String promptName;
    final List<ForeignSample> samples = new ArrayList<>();

    Column(JsonNode result) {
      provider = Source.whole(result.path("provider").path("id").asText(""));
      label = Source.whole(result.path("provider").path("label").asText(""));
      prompt = Source.whole(result.path("promptId").asText(""));
      promptName = Source.whole(result.path("prompt").path("label").asText(""));
    }
  }

  List<ForeignLog> json() throws RefusedLogException, IOException {
    source.checkSize();
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    try (InputStream in = source.open();
        JsonParser json = Source.JSON.createParser(in)) {
      json.nextToken();
      while (Source.nextField(json)) {
        String field = json.currentName();
        if (field.equals("results") && json.currentToken() == JsonToken.START_OBJECT) {
          head.set("results", results(json));
        } else {
          head.set(field, Source.value(json));
        }
      }
      if (json.nextToken() != null) {
        throw new IOException("something follows its end");
      }
    } catch (IOException damaged) {
      throw source.damaged("", damaged);
    }
    check(head);
    return logs(
        head.path("config").path("providers"),
        begun(head),
        source.origin(
            TOOL,
            Source.name(head.path("metadata").path("promptfooVersion")),
            Integer.toString(VERSION)));
  }

  /// Reads results one at a time and keeps the rest of the object.
  private ObjectNode results(JsonParser json) throws RefusedLogException, IOException {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    while (Source.nextField(json)) {
      String field = json.currentName();
      if (field.equals("results") && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          results++;
          add(Source.value(json), "result " + results);
        }
        if (json.currentToken() == null) {
          throw new IOException("it ends within its results");
        }
      } else {
        rest.set(field, Source.value(json));
      }
    }
    return rest;
  }

  List<ForeignLog> lines() throws RefusedLogException, IOException {
    source.checkSize();
    try (java.io.BufferedReader lines = Files.newBufferedReader(source.file())) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        results++;
        String place = "line " + results;
        byte[] bytes = line.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        add(source.tree(bytes, 0, bytes.length, place), place);
      }
    } catch (IOException unreadable) {
      throw source.damaged("", unreadable);
    }
    return logs(
        JsonNodeFactory.instance.arrayNode(),
        Files.getLastModifiedTime(source.file()).toInstant(),
        source.origin(TOOL, "", "lines"));
  }

  private void check(JsonNode head) throws RefusedLogException {
    JsonNode version = head.path("results").path("version");
    if (version.asInt(-1) != VERSION) {
      throw source.refused(
          Kind.UNKNOWN_VERSION,
          "it is a result of version %s, and this program knows version %d of promptfoo only. Write it again with 'promptfoo export eval' of a version that knows it, or ask for a newer Polder."
              .formatted(Source.shortened(version.toString()), VERSION));
    }
    JsonNode stats = head.path("results").path("stats");
    int told =
        stats.path("successes").asInt()
            + stats.path("failures").asInt()
            + stats.path("errors").asInt();
    if (told != results) {
      throw source.refused(
          Kind.DAMAGED,
          "its statistics tell of %d results, and it holds %d. Write it again with 'promptfoo export eval'."
              .formatted(told, results));
    }
  }

  private Instant begun(JsonNode head) throws RefusedLogException {
    String created = head.path("metadata").path("evaluationCreatedAt").asText();
    String time = created.isEmpty() ? head.path("results").path("timestamp").asText() : created;
    try {
      return Instant.parse(time);
    } catch (DateTimeException none) {
      throw source.refused(
          Kind.DAMAGED, "its 'timestamp' says no time: '%s'.".formatted(Source.shortened(time)));
    }
  }

  private void add(JsonNode result, String place) throws RefusedLogException {
    int column = result.path("promptIdx").asInt(-1);
    int test = result.path("testIdx").asInt(-1);
    if (column < 0 || test < 0) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "it has no 'testIdx' or no 'promptIdx', so it cannot be found again in another run. Write it again with a newer promptfoo.");
    }
    Column of = columns.computeIfAbsent(column, first -> new Column(result));
    Column here = new Column(result);
    if (here.provider.isBlank()
        || !here.provider.equals(of.provider)
        || !here.label.equals(of.label)
        || !here.prompt.equals(of.prompt)) {
      throw source.refused(
          Kind.MIXED_MODELS,
          place,
          "column %d is of provider '%s' here and of '%s' before."
              .formatted(column, Source.shortened(here.provider), Source.shortened(of.provider)));
    }
    of.samples.add(sample(result, test, place));
  }

  private ForeignSample sample(JsonNode result, int test, String place) throws RefusedLogException {
    boolean failed = result.path("failureReason").asInt() == NO_ANSWER;
    JsonNode response = result.path("response");
    JsonNode output = response.path("output");
    return new ForeignSample(
        place,
        "test-%05d".formatted(test),
        0,
        ForeignSample.content(result.path("vars"), result.path("testCase").path("assert")),
        cluster(result, place),
        failed
            ? Optional.empty()
            : Optional.of(
                new Response(
                    Source.whole(output.isTextual() ? output.textValue() : output.toString()),
                    List.of(),
                    response.path("finishReason").asText(""))),
        marks(result),
        failed ? "promptfoo: an error" : "",
        new Spent(
            new Usage(
                result.path("tokenUsage").path("prompt").asLong(),
                result.path("tokenUsage").path("completion").asLong()),
            1,
            0,
            result.path("latencyMs").asDouble()));
  }

  private Optional<String> cluster(JsonNode result, String place) throws RefusedLogException {
    if (clusterField.isEmpty()) {
      return Optional.empty();
    }
    String field = clusterField.get();
    String name = Source.name(result.path("testCase").path("metadata").path(field));
    if (name.isBlank()) {
      name = Source.name(result.path("vars").path(field));
    }
    if (name.isBlank()) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "neither its metadata nor its variables have '%s', which --cluster names."
              .formatted(field));
    }
    return Optional.of(name);
  }

  private static Map<String, ForeignSample.Mark> marks(JsonNode result) {
    Map<String, ForeignSample.Mark> marks = new LinkedHashMap<>();
    String why = Source.whole(result.path("gradingResult").path("reason").asText(""));
    add(marks, PASSED, result.path("success"), why);
    add(marks, SCORE, result.path("score"), why);
    for (Map.Entry<String, JsonNode> named : result.path("namedScores").properties()) {
      add(marks, named.getKey(), named.getValue(), "");
    }
    return marks;
  }

  private static void add(
      Map<String, ForeignSample.Mark> marks, String name, JsonNode value, String why) {
    OptionalDouble number = Marks.number(value);
    if (number.isPresent()) {
      marks.putIfAbsent(Source.whole(name), new ForeignSample.Mark(number.getAsDouble(), why));
    }
  }

  private List<ForeignLog> logs(JsonNode providers, Instant begun, Origin origin)
      throws RefusedLogException {
    if (columns.isEmpty()) {
      throw source.refused(Kind.UNFINISHED, "it has no results. Repeat the evaluation.");
    }
    List<ForeignLog> logs = new ArrayList<>();
    Set<String> parties = new LinkedHashSet<>();
    for (Column column : columns.values()) {
      if (!parties.add(column.provider + "\n" + column.label + "\n" + column.prompt)) {
        throw source.refused(
            Kind.MIXED_MODELS,
            "two providers '%s' cannot be told apart. Give each a 'label' and repeat the evaluation."
                .formatted(Source.shortened(column.provider)));
      }
      logs.add(log(column, providers, begun, origin));
    }
    return logs;
  }

  private ForeignLog log(Column column, JsonNode providers, Instant begun, Origin origin) {
    int colon = column.provider.indexOf(':');
    return new ForeignLog(
        source.file().toString(),
        origin,
        begun,
        TOOL,
        "",
        new ForeignLog.Party(
            colon > 0 ? column.provider.substring(0, colon) : TOOL,
            column.label.isBlank() ? column.provider : column.label,
            column.provider + "\n" + CanonicalJson.text(parameters(column, providers))),
        new ForeignLog.Method(
            "promptfoo: prompt '%s'".formatted(Source.shortened(column.promptName)), column.prompt),
        PASSED,
        column.samples);
  }

  private static JsonNode parameters(Column column, JsonNode providers) {
    for (JsonNode provider : providers) {
      boolean same =
          provider.path("id").asText().equals(column.provider)
              && provider.path("label").asText("").equals(column.label);
      if (same && provider.path("config") instanceof ObjectNode config) {
        return config.deepCopy().remove(NO_PARAMETERS);
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }
}
