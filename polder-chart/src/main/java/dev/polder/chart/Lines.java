package dev.polder.chart;

import java.util.ArrayList;
import java.util.List;

/// What becomes of a number over time or along another one, with the band of what is known of it.
///
/// @param levels lines across the whole picture, such as a limit
public record Lines(
    String title, String description, Axis x, Axis y, List<Series> series, List<Level> levels)
    implements Chart {

  public Lines {
    series = List.copyOf(series);
    levels = List.copyOf(levels);
  }

  /// One line.
  ///
  /// @param points in the order of `x`
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }
  }

  /// One point of a line; where nothing is uncertain, `low` and `high` equal `y`.
  ///
  /// @param x seconds since 1970 where the axis has [Axis.Unit#TIME]
  public record Point(double x, double y, double low, double high) {
    public Point {
      Checks.finite("point", x);
      Checks.finite("point", y);
      Checks.interval("point", low, high);
    }
  }

  /// A value to compare with.
  public record Level(String label, double value) {
    public Level {
      Checks.finite(label, value);
    }
  }

  @Override
  public Table table() {
    List<List<String>> cells = new ArrayList<>();
    for (Series line : series) {
      for (Point point : line.points) {
        cells.add(
            List.of(
                line.name,
                x.cell(point.x),
                Table.number(point.y),
                Table.number(point.low),
                Table.number(point.high)));
      }
    }
    for (Level level : levels) {
      cells.add(List.of(level.label, "", Table.number(level.value), "", ""));
    }
    return new Table(List.of("line", "x", "y", "low", "high"), cells);
  }
}
