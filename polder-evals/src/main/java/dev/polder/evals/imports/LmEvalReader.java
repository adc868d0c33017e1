package dev.polder.evals.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Origin;
import dev.polder.evals.run.Spent;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.score.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Logs of lm-evaluation-harness: `samples_TASK_TIME.jsonl`, of which `results_TIME.json` beside it
/// says whose answers they are and how they were got.
final class LmEvalReader {
  private static final String TOOL = "lm_eval";
  private static final Pattern KNOWN = Pattern.compile("0\\.4\\.\\d+.*");
  private static final Pattern NAME =
      Pattern.compile(
          "samples_(.+)_(\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}(?:\\.\\d+)?)\\.jsonl");

  /// Tells how fast an answer came, or must not be kept, rather than which it is.
  private static final Set<String> NO_PARAMETERS =
      Set.of("num_concurrent", "timeout", "max_retries", "batch_size", "api_key", "token");

  private final Source source;
  private final Optional<String> clusterField;

  LmEvalReader(Source source, Wishes wishes) {
    this.source = source;
    this.clusterField = wishes.cluster();
  }

  ForeignLog read() throws RefusedLogException, IOException {
    source.checkSize();
    Matcher name = NAME.matcher(source.name());
    if (!name.matches()) {
      throw source.refused(
          Kind.UNKNOWN_TOOL,
          "its lines are samples of lm-evaluation-harness, but its name is not samples_TASK_TIME.jsonl, so its results cannot be found. Give it the name that the harness gave it.");
    }
    String task = name.group(1);
    Source results = new Source(source.file().resolveSibling("results_" + name.group(2) + ".json"));
    if (!Files.isRegularFile(results.file())) {
      throw source.refused(
          Kind.DAMAGED,
          "'%s' is not beside it, and only that says which model answered. Copy both."
              .formatted(results.name()));
    }
    JsonNode about;
    try (InputStream in = results.open()) {
      about = results.tree(in, "");
    }
    return log(task, results, about);
  }

  private ForeignLog log(String task, Source results, JsonNode about)
      throws RefusedLogException, IOException {
    String version = version(results, about);
    JsonNode config = about.path("configs").path(task);
    if (!config.isObject()) {
      throw results.refused(
          Kind.DAMAGED,
          "it tells nothing of the task '%s', so it does not belong to '%s'."
              .formatted(Source.shortened(task), source.name()));
    }
    Map<String, Doc> docs = docs();
    checkComplete(about.path("n-samples").path(task).path("effective"), docs.size());
    Origin origin = source.origin(TOOL, version, "samples");
    return new ForeignLog(
        source.file().toString(),
        origin,
        Instant.ofEpochMilli((long) (1000 * about.path("date").asDouble())),
        task,
        CanonicalJson.text(scoring(config, about.path("versions").path(task))),
        party(results, about),
        method(task, config, about),
        docs.values().iterator().next().marks.keySet().stream().findFirst().orElse(""),
        docs.values().stream().map(doc -> doc.sample(docs)).toList());
  }

  private static String version(Source results, JsonNode about) throws RefusedLogException {
    String version = Source.name(about.path("lm_eval_version"));
    if (!KNOWN.matcher(version).matches()) {
      throw results.refused(
          Kind.UNKNOWN_VERSION,
          version.isEmpty()
              ? "it does not say which version of lm-evaluation-harness wrote it; this program knows 0.4 from the time when it did. Repeat the evaluation with a newer one."
              : "lm-evaluation-harness %s wrote it, and this program knows 0.4 only. Repeat the evaluation with 0.4, or ask for a newer Polder."
                  .formatted(Source.shortened(version)));
    }
    return version;
  }

  private void checkComplete(JsonNode effective, int found) throws RefusedLogException {
    if (effective.asInt(-1) != found) {
      throw source.refused(
          Kind.DAMAGED,
          "its results tell of %s documents, and it holds %d. Copy the original again, or repeat the evaluation."
              .formatted(Source.shortened(effective.toString()), found));
    }
  }

  /// What decides the scores, without what only this run or machine had.
  private static JsonNode scoring(JsonNode config, JsonNode version) {
    ObjectNode scoring = JsonNodeFactory.instance.objectNode();
    for (String field :
        List.of("metric_list", "filter_list", "output_type", "process_results", "repeats")) {
      scoring.set(field, config.path(field));
    }
    scoring.set("version", version);
    return scoring;
  }

  private static ForeignLog.Party party(Source results, JsonNode about) throws RefusedLogException {
    JsonNode config = about.path("config");
    String model = Source.whole(about.path("model_name").asText(""));
    String backend = Source.whole(config.path("model").asText(""));
    if (model.isBlank()) {
      // Models of the harness's own, such as 'dummy', have no other name.
      model = backend;
    }
    if (model.isBlank()) {
      throw results.refused(Kind.MIXED_MODELS, "it names no model ('model_name').");
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    JsonNode args = config.path("model_args");
    parameters.set(
        "args", args instanceof ObjectNode all ? all.deepCopy().remove(NO_PARAMETERS) : args);
    parameters.set("generation", config.path("gen_kwargs"));
    parameters.set("chat-template", about.path("chat_template_sha"));
    return new ForeignLog.Party(
        backend.isBlank() ? TOOL : backend, model, CanonicalJson.text(parameters));
  }

  private static ForeignLog.Method method(String task, JsonNode config, JsonNode about) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    for (String field :
        List.of(
            "description",
            "doc_to_text",
            "doc_to_choice",
            "doc_to_target",
            "target_delimiter",
            "fewshot_delimiter",
            "fewshot_config",
            "num_fewshot",
            "generation_kwargs",
            "gen_prefix")) {
      content.set(field, config.path(field));
    }
    content.set("system", about.path("system_instruction_sha"));
    content.set("fewshot-seed", about.path("config").path("fewshot_seed"));
    return new ForeignLog.Method(
        "lm_eval: %s, %d-shot".formatted(task, config.path("num_fewshot").asInt()),
        CanonicalJson.text(content));
  }

  // ---- samples

  /// A document: one line for each filter through which its answer went.
  private record Doc(
      String place,
      String number,
      String hash,
      String content,
      Optional<String> cluster,
      String answer,
      Map<String, ForeignSample.Mark> marks) {
    /// Its hash, by which it is found in other runs; where another one has the same, its number
    /// too.
    ForeignSample sample(Map<String, Doc> all) {
      boolean alone =
          all.values().stream().filter(other -> other.hash.equals(hash)).limit(2).count() == 1;
      return new ForeignSample(
          place,
          alone ? hash : hash + "-" + number,
          0,
          content,
          cluster,
          Optional.of(new Response(answer, List.of(), "")),
          marks,
          "",
          Spent.NOTHING);
    }
  }

  private Map<String, Doc> docs() throws RefusedLogException, IOException {
    Map<String, Doc> docs = new LinkedHashMap<>();
    Map<String, Integer> filters = new HashMap<>();
    try (BufferedReader lines = text()) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String place = "line " + number;
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        add(source.tree(bytes, 0, bytes.length, place), place, docs, filters);
      }
    } catch (IOException unreadable) {
      throw source.damaged("", unreadable);
    }
    for (Map.Entry<String, Integer> filter : filters.entrySet()) {
      if (filter.getValue() != docs.size()) {
        throw source.refused(
            Kind.DAMAGED,
            "filter '%s' saw %d of %d documents. Copy the original again, or repeat the evaluation."
                .formatted(Source.shortened(filter.getKey()), filter.getValue(), docs.size()));
      }
    }
    return docs;
  }

  private BufferedReader text() throws IOException {
    return new BufferedReader(
        new java.io.InputStreamReader(
            source.open(),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  private void add(JsonNode line, String place, Map<String, Doc> docs, Map<String, Integer> filters)
      throws RefusedLogException {
    String number = Source.name(line.path("doc_id"));
    String hash = Source.name(line.path("doc_hash"));
    String filter = Source.name(line.path("filter"));
    if (number.isBlank() || hash.isBlank()) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "it has no 'doc_id' or no 'doc_hash', so it cannot be found again in another run. Repeat the evaluation with a newer harness.");
    }
    Doc before = docs.get(number);
    if (before != null
        && (!before.hash.equals(hash)
            || before.marks.keySet().stream().anyMatch(each -> each.endsWith("," + filter)))) {
      throw source.refused(
          Kind.SAMPLES,
          place,
          "document %s is there twice. A log has one line for each document and filter; repeat the evaluation."
              .formatted(Source.shortened(number)));
    }
    filters.merge(filter, 1, Integer::sum);
    Doc doc = before == null ? doc(line, place, number, hash) : before;
    docs.putIfAbsent(number, doc);
    for (JsonNode metric : line.path("metrics")) {
      OptionalDouble value = Marks.number(line.path(metric.asText()));
      if (value.isPresent()) {
        doc.marks.put(
            Source.whole(metric.asText() + "," + filter),
            new ForeignSample.Mark(value.getAsDouble(), ""));
      }
    }
  }

  private Doc doc(JsonNode line, String place, String number, String hash)
      throws RefusedLogException {
    JsonNode doc = line.path("doc");
    Optional<String> cluster = Optional.empty();
    if (clusterField.isPresent()) {
      String name = Source.name(doc.path(clusterField.get()));
      if (name.isBlank()) {
        throw source.refused(
            Kind.SAMPLES,
            place,
            "its document has no '%s', which --cluster names.".formatted(clusterField.get()));
      }
      cluster = Optional.of(name);
    }
    JsonNode answer = line.path("filtered_resps").path(0);
    return new Doc(
        place,
        number,
        hash,
        ForeignSample.content(doc, line.path("target")),
        cluster,
        Source.whole(
            answer.isTextual() ? answer.textValue() : line.path("filtered_resps").toString()),
        new LinkedHashMap<>());
  }

  /// The samples files that belong to a results file.
  static List<Path> samplesOf(Source results, JsonNode about) throws RefusedLogException {
    String time = results.name().replaceAll("^results_|\\.json$", "");
    List<Path> files = new ArrayList<>();
    about
        .path("configs")
        .fieldNames()
        .forEachRemaining(task -> {
          // A task's name comes from the file: it must not lead elsewhere.
          String name = "samples_" + task + "_" + time + ".jsonl";
          Path file = results.file().resolveSibling(name.replaceAll("[/\\\\]", "_"));
          if (Files.isRegularFile(file)) {
            files.add(file);
          }
        });
    if (files.isEmpty()) {
      throw results.refused(
          Kind.UNFINISHED,
          "there is no samples_TASK_%s.jsonl beside it, and means alone cannot be compared. Repeat the evaluation with --log_samples."
              .formatted(time));
    }
    return files;
  }
}
