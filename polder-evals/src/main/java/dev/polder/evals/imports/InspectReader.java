package dev.polder.evals.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Origin;
import dev.polder.evals.sample.CanonicalJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Logs of Inspect AI: `.eval`, an archive with an entry for each sample, and `.json`, all of it in
/// one object.
///
/// Samples are read one at a time, and of each only what is kept: their transcripts, by far the
/// largest part, are passed over.
final class InspectReader {
  private static final String TOOL = "inspect_ai";

  /// The form of logs since 2024, of which there is one.
  private static final int VERSION = 2;

  /// Says nothing about answers, or nothing that may be kept.
  private static final Set<String> NO_PARAMETERS =
      Set.of("max_connections", "max_retries", "timeout", "api_key", "attempt_timeout");

  private final Source source;
  private final InspectSample samples;
  private final Set<String> served = new TreeSet<>();

  InspectReader(Source source, Wishes wishes) {
    this.source = source;
    this.samples = new InspectSample(source, wishes.cluster());
  }

  ForeignLog archive() throws RefusedLogException, IOException {
    source.checkSize();
    try (Archive archive = Archive.open(source)) {
      Optional<InputStream> head = archive.entry("header.json");
      if (head.isEmpty()) {
        throw source.refused(
            Kind.UNFINISHED,
            archive.names().contains("_journal/start.json")
                ? "the evaluation did not come to its end: the archive has no header.json. Finish it with 'inspect eval-retry'."
                : "the archive has no header.json, so it is no log of Inspect AI. Name a file that 'inspect eval' wrote.");
      }
      ObjectNode header = header(source.tree(head.get(), "header.json"));
      List<ForeignSample> read = new ArrayList<>();
      for (Archive.Part part : archive.parts("samples/", ".json")) {
        try (InputStream in = part.content().open();
            JsonParser json = Source.JSON.createParser(in)) {
          json.nextToken();
          read.add(sample(json, Source.shortened(part.name())));
        } catch (IOException damaged) {
          throw source.damaged(Source.shortened(part.name()), damaged);
        }
      }
      return log(header, read);
    }
  }

  ForeignLog json() throws RefusedLogException, IOException {
    source.checkSize();
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    List<ForeignSample> read = new ArrayList<>();
    try (InputStream in = source.open();
        JsonParser json = Source.JSON.createParser(in)) {
      json.nextToken();
      while (Source.nextField(json)) {
        switch (json.currentName()) {
          case "samples" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) {
              read.add(sample(json, "sample " + (read.size() + 1)));
            }
            if (json.currentToken() == null) {
              throw new IOException("it ends within its samples");
            }
          }
          case "reductions" -> json.skipChildren();
          case String other -> header.set(other, Source.value(json));
        }
      }
      if (json.nextToken() != null) {
        throw new IOException("something follows its end");
      }
    } catch (IOException damaged) {
      throw source.damaged("", damaged);
    }
    return log(header(header), read);
  }

  private ForeignSample sample(JsonParser json, String place)
      throws RefusedLogException, IOException {
    InspectSample.Read read = samples.read(json, place);
    read.model().ifPresent(served::add);
    return read.sample();
  }

  private ObjectNode header(JsonNode read) throws RefusedLogException {
    if (!(read instanceof ObjectNode header)) {
      throw source.refused(Kind.DAMAGED, "its header is no JSON object.");
    }
    if (header.path("version").asInt(-1) != VERSION) {
      throw source.refused(
          Kind.UNKNOWN_VERSION,
          "it is a log of version %s, and this program knows version %d of Inspect AI only. Convert it with a version of 'inspect log convert' that writes it, or ask for a newer Polder."
              .formatted(Source.shortened(header.path("version").toString()), VERSION));
    }
    String status = header.path("status").asText();
    if (!status.equals("success")) {
      throw source.refused(
          Kind.UNFINISHED,
          "the evaluation ended with status '%s', so some of its samples were not asked. Finish it with 'inspect eval-retry'."
              .formatted(Source.shortened(status)));
    }
    if (header.path("invalidated").asBoolean()) {
      throw source.refused(
          Kind.UNFINISHED,
          "somebody marked the evaluation as invalid. Repeat it, or lift the mark with Inspect AI.");
    }
    return header;
  }

  private ForeignLog log(ObjectNode header, List<ForeignSample> read)
      throws RefusedLogException, IOException {
    JsonNode eval = header.path("eval");
    checkComplete(header, read.size());
    checkOneModel();
    return new ForeignLog(
        source.file().toString(),
        origin(eval),
        begun(eval.path("created").asText()),
        task(eval),
        CanonicalJson.text(scoring(eval)),
        party(header),
        method(header),
        primary(header),
        read);
  }

  private Origin origin(JsonNode eval) throws IOException {
    return source.origin(
        TOOL, Source.name(eval.path("packages").path(TOOL)), Integer.toString(VERSION));
  }

  private void checkComplete(JsonNode header, int found) throws RefusedLogException {
    if (found == 0) {
      throw source.refused(
          Kind.UNFINISHED,
          "it has no samples. Repeat the evaluation without --no-log-samples; a log that was shortened for its header cannot count.");
    }
    JsonNode total = header.path("results").path("total_samples");
    if (!total.isIntegralNumber() || total.intValue() != found) {
      throw source.refused(
          Kind.DAMAGED,
          "its header tells of %s samples, and it holds %d. Copy the original again, or repeat the evaluation."
              .formatted(Source.shortened(total.toString()), found));
    }
  }

  /// A provider's name may stand for several models, or change its model meanwhile.
  private void checkOneModel() throws RefusedLogException {
    if (served.size() > 1) {
      throw source.refused(
          Kind.MIXED_MODELS,
          "several models answered: %s. Evaluate one model at a time, under a name that stands for one version."
              .formatted(Source.shortened(String.join(", ", served))));
    }
  }

  private Instant begun(String created) throws RefusedLogException {
    try {
      return OffsetDateTime.parse(created).toInstant();
    } catch (DateTimeParseException none) {
      throw source.refused(
          Kind.DAMAGED,
          "its header, 'eval.created', says no time: '%s'.".formatted(Source.shortened(created)));
    }
  }

  private String task(JsonNode eval) throws RefusedLogException {
    String task = eval.path("task").asText();
    if (task.isBlank()) {
      throw source.refused(Kind.DAMAGED, "its header, 'eval.task', names no task.");
    }
    return Source.whole(task);
  }

  private static JsonNode scoring(JsonNode eval) {
    ObjectNode scoring = JsonNodeFactory.instance.objectNode();
    scoring.set("version", eval.path("task_version"));
    for (JsonNode scorer : eval.path("scorers")) {
      scoring
          .withArray("scorers")
          .addObject()
          .put("name", scorer.path("name").asText())
          .set("options", scorer.path("options"));
    }
    return scoring;
  }

  private ForeignLog.Party party(JsonNode header) throws RefusedLogException {
    JsonNode eval = header.path("eval");
    String model = Source.whole(eval.path("model").asText());
    if (model.isBlank() || model.equals("none/none")) {
      throw source.refused(
          Kind.MIXED_MODELS, "its header, 'eval.model', names no model that was evaluated.");
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.set("config", without(header.path("plan").path("config")));
    parameters.set("generate", without(eval.path("model_generate_config")));
    parameters.set("args", without(eval.path("model_args")));
    parameters.put("served", String.join(",", served));
    int slash = model.indexOf('/');
    return new ForeignLog.Party(
        slash > 0 ? model.substring(0, slash) : TOOL, model, CanonicalJson.text(parameters));
  }

  private static JsonNode without(JsonNode parameters) {
    return parameters instanceof ObjectNode object
        ? object.deepCopy().remove(NO_PARAMETERS)
        : JsonNodeFactory.instance.objectNode();
  }

  private static ForeignLog.Method method(JsonNode header) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("args", header.path("eval").path("task_args"));
    List<String> names = new ArrayList<>();
    for (JsonNode step : header.path("plan").path("steps")) {
      names.add(step.path("solver").asText());
      content
          .withArray("steps")
          .addObject()
          .put("solver", step.path("solver").asText())
          .set("params", step.path("params"));
    }
    return new ForeignLog.Method(
        Source.whole("Inspect AI: " + String.join(", ", names)), CanonicalJson.text(content));
  }

  private static String primary(JsonNode header) {
    JsonNode results = header.path("results");
    String headline = results.path("headline").path("score").asText();
    return headline.isEmpty() ? results.path("scores").path(0).path("name").asText() : headline;
  }
}
