package dev.polder.evidence;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Tables of real measurements that the project does not carry: `$POLDER_DATA`, or `shared/data`
/// beside the checkout. A test that asks for one is skipped, with the reason, where there is none.
public final class RealData {
  private RealData() {}

  /// The lines of a table with a header, each by the names of its columns.
  public static List<Map<String, String>> table(String name) {
    Path file = root().resolve(name);
    if (!Files.isReadable(file)) {
      abort("no real data: " + file + " is not there (set POLDER_DATA)");
    }
    try (Stream<String> lines = Files.lines(file)) {
      List<List<String>> rows = lines.map(RealData::cells).toList();
      return rows.stream().skip(1).map(row -> byName(rows.getFirst(), row)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    String configured = System.getenv("POLDER_DATA");
    return configured != null ? Path.of(configured) : Path.of("../../shared/data");
  }

  private static Map<String, String> byName(List<String> header, List<String> row) {
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), row.get(i));
    }
    return cells;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
