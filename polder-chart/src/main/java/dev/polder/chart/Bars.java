package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;

/// Amounts as bars that lie, each of one piece or made up of several.
///
/// @param series names of the pieces, in the order in which they are stacked
public record Bars(String title, String description, Axis axis, List<String> series, List<Bar> bars)
    implements Chart {

  public Bars {
    series = List.copyOf(series);
    bars = List.copyOf(bars);
    for (Bar bar : bars) {
      if (bar.values.size() != series.size()) {
        throw new IllegalArgumentException(
            "bar '%s' has %d values for %d series"
                .formatted(bar.label, bar.values.size(), series.size()));
      }
    }
  }

  /// One bar.
  ///
  /// @param detail small print below the label, such as `n = 500`; may be empty
  /// @param values one a series, none of them negative
  public record Bar(String label, String detail, List<Double> values) {
    public Bar {
      values = List.copyOf(values);
      for (double value : values) {
        Checks.finite(label, value);
        if (value < 0) {
          throw new IllegalArgumentException(
              "bar '%s' has a negative value: %s".formatted(label, value));
        }
      }
    }

    double sum() {
      return values.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  @Override
  public Table table() {
    List<String> columns = new ArrayList<>(List.of("bar", "detail"));
    columns.addAll(series);
    List<List<String>> cells = new ArrayList<>();
    for (Bar bar : bars) {
      List<String> row = new ArrayList<>(List.of(bar.label, bar.detail));
      bar.values.forEach(value -> row.add(Table.number(value)));
      cells.add(row);
    }
    return new Table(columns, cells);
  }
}
