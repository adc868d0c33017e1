package dev.polder.chart;

import java.util.List;
import java.util.regex.Pattern;

/// Rows of cells under named columns.
public record Table(List<String> columns, List<List<String>> rows) {
  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%d cells do not fit under %d columns: %s".formatted(row.size(), columns.size(), row));
      }
    }
  }

  /// A number as programs read it: shortest exact digits, `.` as the point, empty for what is not
  /// finite.
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /// Comma-separated values after RFC 4180, in lines that end with CR and LF.
  ///
  /// A spreadsheet would take a text that begins like a formula for one and run it; such a cell
  /// gets an apostrophe in front.
  public String csv() {
    StringBuilder text = new StringBuilder();
    line(text, columns);
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  /// Whether a cell holds a number.
  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  private static void line(StringBuilder text, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(quoted(disarmed(cells.get(i))));
    }
    text.append("\r\n");
  }

  private static String disarmed(String cell) {
    boolean formula = !cell.isEmpty() && "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0;
    return formula && !isNumber(cell) ? "'" + cell : cell;
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
