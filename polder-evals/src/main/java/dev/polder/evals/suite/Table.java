package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A table as spreadsheets export it: RFC 4180, with commas, semicolons or tabs.
///
/// @param separator between the cells of a row
record Table(List<String> headings, List<Row> rows, char separator) {
  private static final long LARGEST = 256L << 20;

  /// One row.
  ///
  /// @param line of the file on which it begins
  record Row(int line, List<String> cells) {
    String cell(int column) {
      return cells.get(column);
    }
  }

  /// Whether the spreadsheet was set to a language that writes decimals with a comma: such programs
  /// part cells by semicolons.
  boolean isEuropean() {
    return separator == ';';
  }

  /// Reads one; what is wrong with it is told to `faults`, and then it has no rows.
  static Table read(Path file, Faults faults) {
    String name = String.valueOf(file.getFileName());
    Table nothing = new Table(List.of(), List.of(), ',');
    String text;
    try {
      if (Files.size(file) > LARGEST) {
        faults.add(name, 0, "The table is larger than %d MiB.".formatted(LARGEST >> 20));
        return nothing;
      }
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException notText) {
      faults.add(
          name, 0, "The table is not UTF-8 text. Save it from the spreadsheet as 'CSV UTF-8'.");
      return nothing;
    } catch (IOException unreadable) {
      faults.add(name, 0, "The table cannot be read. Does it exist?");
      return nothing;
    }
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (bare.isBlank()) {
      faults.add(name, 0, "The table is empty.");
      return nothing;
    }
    return parse(bare, name, faults);
  }

  private static Table parse(String text, String name, Faults faults) {
    char separator = separator(text);
    List<Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)) {
      for (CsvRecord record : reader) {
        rows.add(new Row((int) record.getStartingLineNumber(), List.copyOf(record.getFields())));
      }
    } catch (CsvParseException malformed) {
      faults.add(
          name,
          rows.isEmpty() ? 1 : rows.getLast().line(),
          "The table cannot be read from here on: %s. Is a quotation mark missing?"
              .formatted(malformed.getMessage()));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible); // it is read from memory
    }
    if (rows.isEmpty()) {
      faults.add(name, 0, "The table is empty.");
      return new Table(List.of(), List.of(), separator);
    }
    List<String> headings = rows.getFirst().cells();
    List<Row> cases = rows.stream().skip(1).filter(row -> !isEmpty(row)).toList();
    for (Row row : cases) {
      if (row.cells().size() != headings.size()) {
        faults.add(
            name,
            row.line(),
            "The row has %d cells, the headings are %d. Put cells with '%s' in them in quotation marks."
                .formatted(row.cells().size(), headings.size(), separator));
      }
    }
    return new Table(headings, cases, separator);
  }

  /// The one that stands most often in the headings, outside of quotation marks.
  private static char separator(String text) {
    int[] counts = new int[3];
    String candidates = ",;\t";
    boolean quoted = false;
    for (int i = 0; i < text.length() && (quoted || text.charAt(i) != '\n'); i++) {
      char character = text.charAt(i);
      quoted ^= character == '"';
      int candidate = candidates.indexOf(character);
      if (candidate >= 0 && !quoted) {
        counts[candidate]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return candidates.charAt(best);
  }

  private static boolean isEmpty(Row row) {
    return row.cells().stream().allMatch(String::isBlank);
  }
}
