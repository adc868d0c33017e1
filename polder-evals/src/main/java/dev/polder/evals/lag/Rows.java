package dev.polder.evals.lag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.polder.evals.sample.CanonicalJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads a table line by line: CSV with a header, or an object on each line.
final class Rows {
  /// What is done with a line.
  interface Use {
    void accept(Row row) throws BadResultsException;
  }

  /// A line's values by their columns.
  ///
  /// @param place file and line, for messages
  record Row(String place, Map<String, String> values) {
    /// A value that must be there.
    ///
    /// @throws BadResultsException where it is not
    String needed(String column) throws BadResultsException {
      String value = optional(column);
      if (value.isEmpty()) {
        throw new BadResultsException(place, "'%s' is missing. Write one.".formatted(column));
      }
      return value;
    }

    String optional(String column) {
      return values.getOrDefault(column, "").strip();
    }

    LocalDate day(String column) throws BadResultsException {
      String value = needed(column);
      try {
        return LocalDate.parse(value);
      } catch (DateTimeParseException none) {
        throw new BadResultsException(
            place, "'%s' is '%s'. Write a day such as 2026-11-23.".formatted(column, shown(value)));
      }
    }

    /// Whether its weights are open.
    boolean open(String column) throws BadResultsException {
      String value = needed(column);
      return switch (value) {
        case "open", "true", "1" -> true;
        case "closed", "false", "0" -> false;
        default ->
            throw new BadResultsException(
                place, "'%s' is '%s'. Write open or closed.".formatted(column, shown(value)));
      };
    }

    double share(String column) throws BadResultsException {
      String value = needed(column);
      try {
        double share = Double.parseDouble(value);
        if (share >= 0 && share <= 1) {
          return share;
        }
      } catch (NumberFormatException none) {
        // Told below.
      }
      throw new BadResultsException(
          place, "'%s' is '%s'. Write a number from 0 to 1.".formatted(column, shown(value)));
    }

    private static String shown(String value) {
      String plain = value.replaceAll("\\p{Cntrl}", " ");
      return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
  }

  private Rows() {}

  /// Reads all lines.
  ///
  /// @param columns that a CSV file must have
  static void read(Path file, List<String> columns, Use use)
      throws BadResultsException, IOException {
    if (file.toString().endsWith(".jsonl")) {
      lines(file, use);
    } else {
      csv(file, columns, use);
    }
  }

  private static void csv(Path file, List<String> columns, Use use)
      throws BadResultsException, IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord record : reader) {
        String place = file + ", line " + record.getStartingLineNumber();
        for (String column : columns) {
          if (!record.getHeader().contains(column)) {
            throw new BadResultsException(
                file.toString(),
                "it has no column '%s'. It needs: %s."
                    .formatted(column, String.join(", ", columns)));
          }
        }
        use.accept(new Row(place, record.getFieldsAsMap()));
      }
    } catch (CsvParseException | UncheckedIOException malformed) {
      throw new BadResultsException(
          file.toString(),
          "it is no CSV with a header (%s).".formatted(Row.shown(cause(malformed))));
    }
  }

  private static String cause(RuntimeException malformed) {
    Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static void lines(Path file, Use use) throws BadResultsException, IOException {
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          use.accept(row(file + ", line " + number, line));
        }
      }
    }
  }

  private static Row row(String place, String line) throws BadResultsException {
    JsonNode object;
    try {
      object = CanonicalJson.read(line);
    } catch (JsonProcessingException malformed) {
      throw new BadResultsException(place, "it is no JSON object. Write one on each line.");
    }
    if (!object.isObject()) {
      throw new BadResultsException(place, "it is no JSON object. Write one on each line.");
    }
    Map<String, String> values = new HashMap<>();
    object.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText("")));
    return new Row(place, values);
  }
}
