package dev.polder.chart;

import dev.polder.chart.Histogram.Bin;
import dev.polder.chart.Histogram.Marker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Draws a [Histogram].
final class HistogramDrawing {
  private final Histogram plot;
  private final Svg svg;
  private final double widthOfLast;

  HistogramDrawing(Histogram plot, int width) {
    this.plot = plot;
    this.svg = new Svg(plot, width);
    this.widthOfLast =
        plot.bins().stream()
            .filter(bin -> Double.isFinite(bin.to()))
            .mapToDouble(bin -> bin.to() - bin.from())
            .max()
            .orElse(1);
  }

  String svg() {
    Extent xs = new Extent();
    Extent ys = new Extent().with(0);
    long n = 0;
    for (Bin bin : plot.bins()) {
      xs.with(bin.from(), end(bin));
      ys.with((double) bin.count());
      n += bin.count();
    }
    Axis counts = Axis.counts("how many, n = " + Numbers.decimals((double) n, 0));
    Frame frame = new Frame(svg, plot.axis(), xs, counts, ys, new Legend(legend()), 0);
    for (Bin bin : plot.bins()) {
      bin(bin, frame);
    }
    svg.line(frame.x().from(), frame.bottom(), frame.x().to(), frame.bottom(), Ink.AXIS, 1);
    markers(frame);
    return svg.finish(frame.below() + 2);
  }

  private List<Legend.Entry> legend() {
    List<Legend.Entry> entries = new ArrayList<>();
    List<Marker> sorted = sortedMarkers();
    for (int i = 0; i < sorted.size(); i++) {
      int index = i;
      Marker marker = sorted.get(i);
      entries.add(
          new Legend.Entry(
              marker.label() + " " + plot.axis().write(marker.value()),
              (to, x, middle) ->
                  to.line(
                      x + 12, middle - 7, x + 12, middle + 7, Ink.TEXT, 1.8, Frame.dashes(index))));
    }
    plot.bins().stream()
        .filter(bin -> Double.isInfinite(bin.to()))
        .forEach(bin ->
            entries.add(
                new Legend.Entry(
                    plot.axis().write(bin.from()) + " and more",
                    (to, x, middle) -> block(x, middle - 6, 24, 12, true))));
    return entries;
  }

  private void bin(Bin bin, Frame frame) {
    double from = frame.x().at(bin.from());
    double top = frame.y().at((double) bin.count());
    block(
        from + 0.5,
        top,
        frame.x().at(end(bin)) - from - 1,
        frame.bottom() - top,
        Double.isInfinite(bin.to()));
  }

  private void block(double x, double y, double wide, double high, boolean open) {
    svg.rectangle(x, y, wide, high, Ink.SERIES_0);
    if (open && wide > 0 && high > 0) {
      svg.stroke(Hatch.RISING.lines(x, y, wide, high), Ink.PAPER, 1.2, "");
    }
  }

  private void markers(Frame frame) {
    List<Marker> sorted = sortedMarkers();
    for (int i = 0; i < sorted.size(); i++) {
      if (frame.x().holds(sorted.get(i).value())) {
        double x = frame.x().at(sorted.get(i).value());
        svg.line(x, frame.top(), x, frame.bottom(), Ink.PAPER, 4);
        svg.line(x, frame.top(), x, frame.bottom(), Ink.TEXT, 1.8, Frame.dashes(i));
      }
    }
  }

  private List<Marker> sortedMarkers() {
    return plot.markers().stream().sorted(Comparator.comparingDouble(Marker::value)).toList();
  }

  private double end(Bin bin) {
    return Double.isFinite(bin.to()) ? bin.to() : bin.from() + widthOfLast;
  }
}
