package dev.polder.chart;

import dev.polder.chart.StepCurve.Curve;
import dev.polder.chart.StepCurve.Step;
import java.util.ArrayList;
import java.util.List;

/// Draws a [StepCurve], with how many are still watched below.
final class StepDrawing {
  private static final double WIDEST_NAME = 150;

  private final StepCurve plot;
  private final Svg svg;

  StepDrawing(StepCurve plot, int width) {
    this.plot = plot;
    this.svg = new Svg(plot, width);
  }

  String svg() {
    Extent xs = new Extent().with(0);
    double names = 0;
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < plot.curves().size(); i++) {
      Curve curve = plot.curves().get(i);
      xs.with(curve.end());
      names = Math.max(names, Typeface.width(name(curve), Style.DETAIL));
      entries.add(
          new Legend.Entry(
              curve.name() + ", n = " + Numbers.decimals(curve.n(), 0), Frame.lineSample(i)));
    }
    if (plot.curves().stream().anyMatch(curve -> !curve.censored().isEmpty())) {
      entries.add(
          new Legend.Entry(
              "no more known from here",
              (to, x, middle) -> to.line(x + 12, middle - 6, x + 12, middle + 6, Ink.TEXT, 1.6)));
    }
    Axis share = plot.y().from().isPresent() ? plot.y() : plot.y().between(0, 1);
    double least = Math.max(48, Math.min(names, WIDEST_NAME) + 14);
    Frame frame = new Frame(svg, plot.x(), xs, share, new Extent(), new Legend(entries), least);
    for (int i = 0; i < plot.curves().size(); i++) {
      band(plot.curves().get(i), frame, i);
    }
    for (int i = 0; i < plot.curves().size(); i++) {
      curve(plot.curves().get(i), frame, i);
    }
    return svg.finish(atRisk(frame));
  }

  private void band(Curve curve, Frame frame, int series) {
    Path path = new Path().move(frame.x().at(0), frame.y().within(1));
    double high = frame.y().within(1);
    for (Step step : curve.steps()) {
      path.line(frame.x().within(step.at()), high);
      high = frame.y().within(step.high());
      path.line(frame.x().within(step.at()), high);
    }
    double end = frame.x().within(curve.end());
    path.line(end, high);
    List<Step> back = curve.steps().reversed();
    for (int i = 0; i < back.size(); i++) {
      double low = frame.y().within(back.get(i).low());
      path.line(i == 0 ? end : frame.x().within(back.get(i - 1).at()), low);
      path.line(frame.x().within(back.get(i).at()), low);
    }
    if (!back.isEmpty()) {
      path.line(frame.x().within(back.getLast().at()), frame.y().within(1));
    }
    svg.fill(path.close(), Ink.series(series), 0.16);
  }

  private void curve(Curve curve, Frame frame, int series) {
    double y = frame.y().within(1);
    Path path = new Path().move(frame.x().at(0), y);
    for (Step step : curve.steps()) {
      double x = frame.x().within(step.at());
      path.line(x, y);
      y = frame.y().within(step.value());
      path.line(x, y);
    }
    path.line(frame.x().within(curve.end()), y);
    svg.stroke(path, Ink.series(series), 2.2, Frame.dashes(series));
    for (double at : curve.censored()) {
      double x = frame.x().within(at);
      double middle = frame.y().within(curve.at(at));
      svg.line(x, middle - 6, x, middle + 6, Ink.series(series), 1.6);
    }
  }

  private double atRisk(Frame frame) {
    double y = frame.below() + 18;
    svg.text(0, y, Style.AXIS, Svg.Anchor.START, "still watched");
    double free = Typeface.width("still watched", Style.AXIS);
    y += 17;
    for (Curve curve : plot.curves()) {
      String name = plot.curves().size() > 1 ? name(curve) : "";
      String shown = Typeface.cut(name, Style.DETAIL, WIDEST_NAME);
      svg.text(0, y, Style.DETAIL, Svg.Anchor.START, shown, name);
      free = Typeface.width(shown, Style.DETAIL) + 6;
      for (Ticks.Tick tick : frame.ticks()) {
        String count = Long.toString(curve.atRisk(tick.at()));
        double half = Typeface.width(count, Style.DETAIL) / 2;
        double x = frame.x().at(tick.at());
        if (x - half >= free) {
          svg.text(x, y, Style.DETAIL, Svg.Anchor.MIDDLE, count);
          free = x + half + 6;
        }
      }
      y += 16;
    }
    return y - 6;
  }

  private static String name(Curve curve) {
    return Markup.line(curve.name());
  }
}
