package dev.polder.evals.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evidence.sequential.DifferenceMean;
import dev.polder.evidence.sequential.EDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps a watch over restarts. It holds numbers and no text of anybody. One thread at a time.
public record WatchFile(Path file) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int VERSION = 1;

  /// The watch that is kept; empty where there is none.
  ///
  /// @throws IOException when there is one that cannot be read, or that another version has
  ///   written; the message says what to do
  public Optional<Watch> read() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(Files.readAllBytes(file));
    if (json.path("version").asInt() != VERSION) {
      throw new IOException(
          "'%s' is of version '%s', this Polder knows %d. Put it aside to begin the watch anew."
              .formatted(file, json.path("version").asText(), VERSION));
    }
    try {
      return Optional.of(watch(json));
    } catch (IllegalArgumentException | DateTimeException damaged) {
      throw new IOException(
          "'%s' is damaged (%s). Put it aside to begin the watch anew."
              .formatted(file, damaged.getMessage()),
          damaged);
    }
  }

  private static Watch watch(JsonNode json) {
    JsonNode detector = json.path("detector");
    List<Double> capitals = new ArrayList<>();
    detector.path("capitals").forEach(capital -> capitals.add(capital.asDouble()));
    JsonNode mean = json.path("mean");
    return new Watch(
        json.path("identity").asText(),
        Instant.parse(json.path("since").asText()),
        new EDetector(
            detector.path("margin").asDouble(),
            EDetector.Promise.valueOf(detector.path("promise").asText()),
            detector.path("threshold").asDouble(),
            detector.path("seen").asLong(),
            capitals,
            detector.path("alarm_at").asLong()),
        new DifferenceMean(
            mean.path("n").asLong(), mean.path("sum").asDouble(), mean.path("errors").asDouble()),
        json.path("unequal").asLong(),
        json.has("alarm")
            ? Optional.of(Instant.parse(json.path("alarm").asText()))
            : Optional.empty(),
        json.path("settled").asBoolean());
  }

  /// Keeps `watch` in place of the one before. Under another name first: a half-written file is
  /// never seen.
  ///
  /// @throws IOException when it cannot be written
  public void write(Watch watch) throws IOException {
    ObjectNode json =
        JSON.createObjectNode()
            .put("version", VERSION)
            .put("identity", watch.identity())
            .put("since", watch.since().toString());
    EDetector detector = watch.detector();
    ObjectNode state =
        json.putObject("detector")
            .put("margin", detector.margin())
            .put("promise", detector.promise().name())
            .put("threshold", detector.threshold())
            .put("seen", detector.seen())
            .put("alarm_at", detector.alarmAt());
    ArrayNode capitals = state.putArray("capitals");
    detector.capitals().forEach(capitals::add);
    json.putObject("mean")
        .put("n", watch.mean().n())
        .put("sum", watch.mean().sum())
        .put("errors", watch.mean().errors());
    json.put("unequal", watch.unequal());
    watch.alarmAt().ifPresent(at -> json.put("alarm", at.toString()));
    json.put("settled", watch.settled());
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(beside, Segment.ownerOnly(beside, "rw-------"));
    Files.write(beside, JSON.writeValueAsBytes(json));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
