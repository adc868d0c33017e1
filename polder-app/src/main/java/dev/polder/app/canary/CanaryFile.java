package dev.polder.app.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.canary.Alarm;
import dev.polder.evals.canary.Drift;
import dev.polder.evals.canary.Observed;
import dev.polder.evals.canary.Round;
import dev.polder.evals.canary.Signal;
import dev.polder.evals.canary.Vigil;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what canaries know from one run of Polder to the next: `canaries.json` of the state
/// folder.
///
/// It is replaced as a whole, so that a crash leaves the old one or the new one. One that cannot be
/// understood is put aside under another name, said to be so, and canaries begin anew.
record CanaryFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(CanaryFile.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  static CanaryFile in(Path stateFolder) {
    return new CanaryFile(stateFolder.resolve("canaries.json").toAbsolutePath());
  }

  /// What is kept, by deployment.
  ///
  /// @param now goes into the name of a file that is put aside
  Map<String, Canary> read(Instant now) {
    if (Files.notExists(path)) {
      return Map.of();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(path));
      if (root.path("version").asInt() != VERSION) {
        throw new IllegalArgumentException(
            "its version is %s, not %d".formatted(root.path("version"), VERSION));
      }
      Map<String, Canary> all = new TreeMap<>();
      root.path("canaries")
          .properties()
          .forEach(entry -> all.put(entry.getKey(), canary(entry.getValue())));
      return all;
    } catch (IOException | IllegalArgumentException | DateTimeException damaged) {
      putAside(now, String.valueOf(damaged.getMessage()).lines().findFirst().orElse("empty"));
      return Map.of();
    }
  }

  private void putAside(Instant now, String why) {
    Path aside = path.resolveSibling("canaries.json.damaged-" + now.getEpochSecond());
    try {
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn(
          "'{}' cannot be understood ({}) and was put aside as '{}'. All canaries begin a new baseline;"
              + " alarms that stood are forgotten, doubts about findings are not.",
          path,
          why,
          aside.getFileName());
    } catch (IOException immovable) {
      LOG.warn(
          "'{}' cannot be understood ({}) nor put aside ({}). All canaries begin a new baseline, and it"
              + " will be written over.",
          path,
          why,
          immovable.toString());
    }
  }

  /// Keeps all of it.
  ///
  /// @throws IOException when it cannot be written; what was kept before is still there
  void write(Map<String, Canary> canaries) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION);
    ObjectNode all = root.putObject("canaries");
    new TreeMap<>(canaries).forEach((name, canary) -> json(canary, all.putObject(name)));
    Files.createDirectories(path.resolveSibling(""));
    Path beside = path.resolveSibling("canaries.json.new");
    Files.write(beside, JSON.writeValueAsBytes(root));
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void json(Canary canary, ObjectNode json) {
    json.put("whom", canary.whom())
        .put("asked", canary.asked())
        .put("due", canary.due().toString())
        .put("attempts", canary.attempts());
    canary
        .last()
        .ifPresent(last ->
            json.putObject("last").put("at", last.at().toString()).put("trouble", last.trouble()));
    canary
        .owed()
        .ifPresent(owed ->
            json.putObject("owed").put("at", owed.at().toString()).put("reason", owed.reason()));
    Vigil vigil = canary.vigil();
    json.put("wanted", vigil.wanted()).put("looks", vigil.looks());
    rounds(vigil.baseline(), json.putArray("baseline"));
    rounds(vigil.later(), json.putArray("later"));
    vigil.alarm().ifPresent(alarm -> json(alarm, json.putObject("alarm")));
  }

  private static void rounds(List<Round> rounds, ArrayNode json) {
    for (Round round : rounds) {
      ObjectNode item =
          json.addObject().put("at", round.at().toString()).put("asked", round.asked());
      ArrayNode said = item.putArray("said");
      round.said().stream().sorted().forEach(said::add);
      ArrayNode observed = item.putArray("observed");
      for (Observed one : round.observed()) {
        observed.addArray().add(one.sample()).add(one.score()).add(one.answer()).add(one.cluster());
      }
    }
  }

  private static void json(Alarm alarm, ObjectNode json) {
    json.put("at", alarm.at().toString())
        .put("signal", alarm.signal().name())
        .put("p", alarm.p())
        .put("bound", alarm.bound())
        .put("rounds", alarm.drift().rounds())
        .put("usual_new_answers", alarm.drift().usualNewAnswers());
    ArrayNode said = json.putArray("newly_said");
    alarm.newlySaid().stream().sorted().forEach(said::add);
    json(alarm.drift().score(), json.putObject("score"));
    json(alarm.drift().newAnswers(), json.putObject("new_answers"));
  }

  private static void json(Estimate estimate, ObjectNode json) {
    json.put("value", estimate.value())
        .put("low", estimate.interval().low())
        .put("high", estimate.interval().high())
        .put("confidence", estimate.confidence())
        .put("n", estimate.n());
  }

  private static Canary canary(JsonNode json) {
    return new Canary(
        text(json, "whom"),
        text(json, "asked"),
        new Vigil(
            json.path("wanted").asInt(),
            rounds(json.path("baseline")),
            rounds(json.path("later")),
            json.path("looks").asLong(),
            json.has("alarm") ? Optional.of(alarm(json.path("alarm"))) : Optional.empty()),
        Instant.parse(text(json, "due")),
        json.path("attempts").asLong(),
        json.has("last")
            ? Optional.of(
                new Canary.Attempt(
                    Instant.parse(text(json.path("last"), "at")),
                    text(json.path("last"), "trouble")))
            : Optional.empty(),
        json.has("owed")
            ? Optional.of(
                new Canary.Owed(
                    Instant.parse(text(json.path("owed"), "at")),
                    text(json.path("owed"), "reason")))
            : Optional.empty());
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no '" + field + "'");
    }
    return value.asText();
  }

  private static List<Round> rounds(JsonNode json) {
    List<Round> rounds = new ArrayList<>();
    for (JsonNode item : json) {
      List<Observed> observed = new ArrayList<>();
      for (JsonNode one : item.path("observed")) {
        observed.add(
            new Observed(
                one.path(0).asText(),
                one.path(3).asText(),
                one.path(1).asDouble(),
                one.path(2).asText()));
      }
      rounds.add(
          new Round(
              Instant.parse(text(item, "at")),
              item.path("asked").asInt(),
              observed,
              texts(item.path("said"))));
    }
    return rounds;
  }

  private static Set<String> texts(JsonNode json) {
    Set<String> texts = new HashSet<>();
    json.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Alarm alarm(JsonNode json) {
    return new Alarm(
        Instant.parse(text(json, "at")),
        Signal.valueOf(text(json, "signal")),
        json.path("p").asDouble(),
        json.path("bound").asDouble(),
        new Drift(
            estimate(json.path("score")),
            estimate(json.path("new_answers")),
            json.path("usual_new_answers").asDouble(),
            json.path("rounds").asInt()),
        texts(json.path("newly_said")));
  }

  private static Estimate estimate(JsonNode json) {
    return new Estimate(
        json.path("value").asDouble(),
        new Interval(json.path("low").asDouble(), json.path("high").asDouble()),
        json.path("confidence").asDouble(),
        json.path("n").asLong());
  }
}
