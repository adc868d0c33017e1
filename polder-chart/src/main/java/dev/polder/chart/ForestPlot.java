package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Estimates with their intervals, one a row, each beside the bound that it must not pass.
///
/// @param below what it means to lie left of zero, such as `candidate worse`; may be empty
/// @param above what it means to lie right of zero; may be empty
public record ForestPlot(
    String title, String description, Axis axis, String below, String above, List<Row> rows)
    implements Chart {

  public ForestPlot {
    rows = List.copyOf(rows);
  }

  /// What a row has shown; each has a shape of its own.
  public enum Mark {
    /// The interval lies on the good side of the margin: a filled circle.
    PASSED,
    /// The interval lies beyond the margin: a filled diamond.
    FAILED,
    /// Neither: a hollow square.
    OPEN
  }

  /// One estimate.
  ///
  /// @param detail small print below the label, such as `n = 500`; may be empty
  /// @param low not above `high`; may be infinite
  /// @param margin where the line is drawn: of what must not fall, below zero, such as -0.05; of
  ///   what must not rise, above
  /// @param verdict the mark in words
  public record Row(
      String label,
      String detail,
      double estimate,
      double low,
      double high,
      OptionalDouble margin,
      Mark mark,
      String verdict) {
    public Row {
      Checks.interval(label, low, high);
      Checks.finite(label, estimate);
      margin.ifPresent(value -> Checks.finite(label, value));
    }
  }

  @Override
  public Table table() {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      cells.add(
          List.of(
              row.label,
              row.detail,
              Table.number(row.estimate),
              Table.number(row.low),
              Table.number(row.high),
              row.margin.isPresent() ? Table.number(row.margin.getAsDouble()) : "",
              row.verdict));
    }
    return new Table(
        List.of("row", "detail", "estimate", "low", "high", "margin", "verdict"), cells);
  }
}
