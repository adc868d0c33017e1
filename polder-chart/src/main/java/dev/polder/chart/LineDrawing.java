package dev.polder.chart;

import dev.polder.chart.Lines.Level;
import dev.polder.chart.Lines.Point;
import dev.polder.chart.Lines.Series;
import java.util.ArrayList;
import java.util.List;

/// Draws [Lines].
final class LineDrawing {
  /// More points than this would run into one another.
  private static final int MOST_MARKS = 40;

  private static final String LEVEL = "4 4";

  private final Lines lines;
  private final Svg svg;

  LineDrawing(Lines lines, int width) {
    this.lines = lines;
    this.svg = new Svg(lines, width);
  }

  String svg() {
    Extent xs = new Extent();
    Extent ys = new Extent();
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.series().size(); i++) {
      int index = i;
      Series series = lines.series().get(i);
      for (Point point : series.points()) {
        xs.with(point.x());
        ys.with(point.y(), point.low(), point.high());
      }
      entries.add(
          new Legend.Entry(
              series.name(),
              (to, x, middle) -> {
                Frame.lineSample(index).draw(to, x, middle);
                to.mark(Mark.series(index), x + 12, middle, 3.5, Ink.series(index));
              }));
    }
    for (Level level : lines.levels()) {
      ys.with(level.value());
      entries.add(
          new Legend.Entry(
              level.label() + " (" + lines.y().write(level.value()) + ")",
              (to, x, middle) -> to.line(x, middle, x + 24, middle, Ink.FAILED, 1.6, LEVEL)));
    }
    Frame frame = new Frame(svg, lines.x(), xs, lines.y(), ys, new Legend(entries), 0);
    for (Level level : lines.levels()) {
      double y = frame.y().within(level.value());
      svg.line(frame.x().from(), y, frame.x().to(), y, Ink.FAILED, 1.6, LEVEL);
    }
    for (int i = 0; i < lines.series().size(); i++) {
      series(lines.series().get(i).points(), frame, i);
    }
    return svg.finish(frame.below() + 2);
  }

  private void series(List<Point> points, Frame frame, int index) {
    if (points.isEmpty()) {
      return;
    }
    Path band = new Path();
    Path line = new Path();
    for (Point point : points) {
      double x = frame.x().within(point.x());
      if (line.isEmpty()) {
        band.move(x, frame.y().within(point.high()));
        line.move(x, frame.y().within(point.y()));
      } else {
        band.line(x, frame.y().within(point.high()));
        line.line(x, frame.y().within(point.y()));
      }
    }
    for (Point point : points.reversed()) {
      band.line(frame.x().within(point.x()), frame.y().within(point.low()));
    }
    svg.fill(band.close(), Ink.series(index), 0.16);
    svg.stroke(line, Ink.series(index), 2, Frame.dashes(index));
    if (points.size() <= MOST_MARKS) {
      for (Point point : points) {
        svg.mark(
            Mark.series(index),
            frame.x().within(point.x()),
            frame.y().within(point.y()),
            3.5,
            Ink.series(index));
      }
    }
  }
}
