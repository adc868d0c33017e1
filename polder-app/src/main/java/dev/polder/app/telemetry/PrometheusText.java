package dev.polder.app.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Metrics in Prometheus' text format, version 0.0.4.
///
/// Names are made as OpenTelemetry's rules for Prometheus say: dots become underscores, the unit is
/// written out behind them, and counters end in `_total`. We leave out `otel_scope_info` and
/// `target_info`, since all is from one program.
final class PrometheusText {
  private final StringBuilder text = new StringBuilder(16_384);

  private PrometheusText() {}

  static String of(Collection<MetricData> metrics) {
    PrometheusText page = new PrometheusText();
    metrics.stream().sorted(Comparator.comparing(MetricData::getName)).forEach(page::metric);
    return page.text.toString();
  }

  private void metric(MetricData metric) {
    switch (metric.getType()) {
      case LONG_GAUGE -> {
        head(metric, name(metric, false), "gauge");
        longs(name(metric, false), metric.getLongGaugeData().getPoints());
      }
      case DOUBLE_GAUGE -> {
        head(metric, name(metric, false), "gauge");
        doubles(name(metric, false), metric.getDoubleGaugeData().getPoints());
      }
      case LONG_SUM -> {
        boolean counts = metric.getLongSumData().isMonotonic();
        head(metric, name(metric, counts), counts ? "counter" : "gauge");
        longs(name(metric, counts), metric.getLongSumData().getPoints());
      }
      case DOUBLE_SUM -> {
        boolean counts = metric.getDoubleSumData().isMonotonic();
        head(metric, name(metric, counts), counts ? "counter" : "gauge");
        doubles(name(metric, counts), metric.getDoubleSumData().getPoints());
      }
      case HISTOGRAM -> {
        String name = name(metric, false);
        head(metric, name, "histogram");
        metric.getHistogramData().getPoints().forEach(point -> histogram(name, point));
      }
      case EXPONENTIAL_HISTOGRAM, SUMMARY -> {} // we have none
    }
  }

  static String name(MetricData metric, boolean counts) {
    String plain = metric.getName().replaceAll("[^a-zA-Z0-9_]", "_");
    String unit =
        switch (metric.getUnit()) {
          case "s" -> "_seconds";
          case "By" -> "_bytes";
          default -> "";
        };
    String whole = plain.endsWith(unit) ? plain : plain + unit;
    return counts ? whole + "_total" : whole;
  }

  private void head(MetricData metric, String name, String type) {
    text.append("# HELP ").append(name).append(' ');
    text.append(metric.getDescription().replace("\\", "\\\\").replace("\n", "\\n"));
    text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void longs(String name, Collection<LongPointData> points) {
    points.forEach(
        point -> line(name, labels(point.getAttributes()), Long.toString(point.getValue())));
  }

  private void doubles(String name, Collection<DoublePointData> points) {
    points.forEach(point -> line(name, labels(point.getAttributes()), number(point.getValue())));
  }

  /// Prometheus' buckets hold all that is below them; OpenTelemetry's only their own.
  private void histogram(String name, HistogramPointData point) {
    List<String> labels = labels(point.getAttributes());
    List<Double> bounds = point.getBoundaries();
    List<Long> counts = point.getCounts();
    long below = 0;
    for (int i = 0; i < counts.size(); i++) {
      below += counts.get(i);
      List<String> bounded = new ArrayList<>(labels);
      bounded.add(label("le", i < bounds.size() ? number(bounds.get(i)) : "+Inf"));
      line(name + "_bucket", bounded, Long.toString(below));
    }
    line(name + "_sum", labels, number(point.getSum()));
    line(name + "_count", labels, Long.toString(point.getCount()));
  }

  private void line(String name, List<String> labels, String value) {
    text.append(name);
    if (!labels.isEmpty()) {
      text.append('{').append(String.join(",", labels)).append('}');
    }
    text.append(' ').append(value).append('\n');
  }

  private static List<String> labels(Attributes attributes) {
    Map<String, String> sorted = new TreeMap<>();
    attributes.forEach((key, value) ->
        sorted.put(key.getKey().replaceAll("[^a-zA-Z0-9_]", "_"), String.valueOf(value)));
    List<String> labels = new ArrayList<>();
    sorted.forEach((key, value) -> labels.add(label(key, value)));
    return labels;
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + "\"";
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
