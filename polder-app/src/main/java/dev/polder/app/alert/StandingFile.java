package dev.polder.app.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what stands from one run of Polder to the next.
///
/// What was about to be cleared is kept as standing: whether it still is, its source says anew.
record StandingFile(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(StandingFile.class);
  private static final JsonMapper MAPPER = new JsonMapper();

  /// What stood; nothing where there is no file, or none that can be understood.
  List<Standing> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<Standing> standing = new ArrayList<>();
    try {
      for (JsonNode item : MAPPER.readTree(path.toFile())) {
        standing.add(standing(item));
      }
    } catch (IOException | DateTimeException | IllegalArgumentException unreadable) {
      LOG.warn(
          "'{}' is no list of alerts ({}); beginning with none.", path, unreadable.getMessage());
      return List.of();
    }
    return standing;
  }

  private static Standing standing(JsonNode item) {
    String event = item.path("event").asText();
    Alert alert =
        new Alert(
            Alert.Kind.labelled(event)
                .orElseThrow(() -> new IllegalArgumentException("unknown event '" + event + "'")),
            item.path("subject").asText(),
            Alert.Severity.valueOf(item.path("severity").asText()),
            item.path("summary").asText(),
            item.path("detail").asText(),
            Instant.parse(item.path("since").asText()));
    return new Standing(alert, Instant.parse(item.path("told").asText()), Optional.empty());
  }

  /// Replaces the file as a whole, so that a crash leaves the old one or the new one.
  void write(List<Standing> standing) throws IOException {
    ArrayNode items = MAPPER.createArrayNode();
    for (Standing known : standing) {
      Alert alert = known.alert();
      ObjectNode item = items.addObject();
      item.put("event", alert.kind().label());
      item.put("subject", alert.subject());
      item.put("severity", alert.severity().name());
      item.put("summary", alert.summary());
      item.put("detail", alert.detail());
      item.put("since", alert.since().toString());
      item.put("told", known.told().toString());
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path next = path.resolveSibling(path.getFileName() + ".new");
    Files.writeString(next, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(items));
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
