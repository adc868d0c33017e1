package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;

/// Values with their intervals, one or a few series side by side in each row.
///
/// @param series their names; each has a colour and a shape
public record DotPlot(
    String title, String description, Axis axis, List<String> series, List<Row> rows)
    implements Chart {

  public DotPlot {
    series = List.copyOf(series);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      for (Dot dot : row.dots) {
        Checks.index("series", row.label, dot.series, series.size());
      }
    }
  }

  /// What is compared along the axis.
  ///
  /// @param detail small print below the label, such as `n = 500`; may be empty
  /// @param dots at most one a series
  public record Row(String label, String detail, List<Dot> dots) {
    public Row {
      dots = List.copyOf(dots);
    }
  }

  /// One value and how surely it is known.
  ///
  /// @param series which one, from 0
  /// @param low not above `high`; may be infinite
  public record Dot(int series, double value, double low, double high) {
    public Dot {
      Checks.finite("dot", value);
      Checks.interval("dot", low, high);
    }
  }

  @Override
  public Table table() {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      for (Dot dot : row.dots) {
        cells.add(
            List.of(
                row.label,
                row.detail,
                series.get(dot.series),
                Table.number(dot.value),
                Table.number(dot.low),
                Table.number(dot.high)));
      }
    }
    return new Table(List.of("row", "detail", "series", "value", "low", "high"), cells);
  }
}
