package dev.polder.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The test items that ship with the models, by use case, in a shuffled order that is always the
/// same.
final class Workload {
  /// Which suite feeds which use case.
  private static final Map<String, String> SUITES = new LinkedHashMap<>();

  static {
    SUITES.put("triage", "routing");
    SUITES.put("dates", "dates");
    SUITES.put("letters", "extraction");
    SUITES.put("sums", "sums");
  }

  private static final JsonMapper JSON = new JsonMapper();

  private Workload() {}

  /// All items by use case.
  ///
  /// @param suites the folder that holds the suites
  /// @throws IOException when a suite is missing or no JSON Lines
  static Map<String, List<Item>> read(Path suites) throws IOException {
    Map<String, List<Item>> workload = new LinkedHashMap<>();
    for (Map.Entry<String, String> suite : SUITES.entrySet()) {
      List<Item> items = new ArrayList<>();
      for (String line :
          Files.readAllLines(suites.resolve(suite.getValue()).resolve("samples.jsonl"))) {
        items.add(item(suite.getKey(), JSON.readTree(line)));
      }
      Collections.shuffle(items, new Random(42));
      workload.put(suite.getKey(), items);
    }
    return workload;
  }

  private static Item item(String useCase, JsonNode sample) {
    return new Item(
        useCase,
        sample.path("input").path(0).path("content").asText(),
        sample.path("input").path(1).path("content").asText(),
        sample.path("target").asText());
  }

  /// Whether `answer` says what `target` does: the same text, or the same JSON.
  static boolean isRight(String answer, String target) {
    if (answer.strip().equals(target)) {
      return true;
    }
    try {
      return target.startsWith("{") && JSON.readTree(answer).equals(JSON.readTree(target));
    } catch (IOException noJson) {
      return false;
    }
  }
}
