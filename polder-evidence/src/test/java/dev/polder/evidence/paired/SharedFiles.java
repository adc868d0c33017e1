package dev.polder.evidence.paired;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Data that others measured, which the project does not carry: what needs them skips without.
final class SharedFiles {
  private SharedFiles() {}

  /// The rows of a file without quotes, by the names in its first line.
  static List<Map<String, String>> rows(String name) throws IOException {
    String root = Optional.ofNullable(System.getenv("POLDER_DATA")).orElse("../../shared/data");
    Path file = Path.of(root).resolve(name);
    assumeTrue(
        Files.exists(file),
        () -> file + " is not there: set POLDER_DATA to the folder of measured data");
    List<String> lines = Files.readAllLines(file);
    String[] header = lines.getFirst().split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = HashMap.newHashMap(header.length);
      for (int i = 0; i < header.length; i++) {
        row.put(header[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
