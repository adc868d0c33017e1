package dev.polder.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How often a number fell where.
///
/// @param bins side by side in ascending order; the last may end at infinity
/// @param markers values to look out for, such as the median
public record Histogram(
    String title, String description, Axis axis, List<Bin> bins, List<Marker> markers)
    implements Chart {

  private static final int MOST_BINS = 40;

  public Histogram {
    bins = List.copyOf(bins);
    markers = List.copyOf(markers);
  }

  /// How many fell between two bounds.
  ///
  /// @param from included
  /// @param to left out; may be infinite
  public record Bin(double from, double to, long count) {
    public Bin {
      Checks.finite("bin", from);
      if (!(from < to) || count < 0) {
        throw new IllegalArgumentException(
            "not a bin: from %s to %s, count %d".formatted(from, to, count));
      }
    }
  }

  /// A value with a name.
  public record Marker(String label, double value) {
    public Marker {
      Checks.finite(label, value);
    }
  }

  /// Bins of a round width, chosen from the values (Freedman and Diaconis); what lies far out is
  /// counted together in the last. Median and 95th percentile are marked.
  ///
  /// @param values in any order; none of them infinite
  public static Histogram of(String title, String description, Axis axis, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    for (double value : sorted) {
      Checks.finite(title, value);
    }
    if (sorted.length == 0) {
      return new Histogram(title, description, axis, List.of(), List.of());
    }
    List<Marker> markers =
        List.of(
            new Marker("median", quantile(sorted, 0.5)), new Marker("p95", quantile(sorted, 0.95)));
    return new Histogram(title, description, axis, bins(sorted, axis), markers);
  }

  private static List<Bin> bins(double[] sorted, Axis axis) {
    double first = sorted[0];
    double last = sorted[sorted.length - 1];
    double far = quantile(sorted, 0.99);
    // A few values far out would press all others into one bin.
    boolean tail = last - first > 2 * (far - first) && far > first;
    double top = tail ? far : last;
    double spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    double width = 2 * spread / StrictMath.cbrt(sorted.length);
    if (!(width > 0)) {
      width = (top - first) / 10;
    }
    if (!(width > 0)) {
      width = Math.max(Math.abs(first) / 10, 1e-3);
    }
    width = Math.max(width, (top - first) / MOST_BINS);
    BigDecimal step =
        axis.unit() == Axis.Unit.COUNT ? Ticks.wholeStep(width) : Ticks.niceStep(width);
    double w = step.doubleValue();
    long start = (long) Math.floor(first / w);
    int many = (int) ((long) Math.floor(top / w) - start) + 1;
    long[] counts = new long[many + 1];
    for (double value : sorted) {
      counts[(int) Math.min(many, (long) Math.floor(value / w) - start)]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      bins.add(new Bin(edge(step, start + i), edge(step, start + i + 1), counts[i]));
    }
    if (counts[many] > 0) {
      bins.add(new Bin(edge(step, start + many), Double.POSITIVE_INFINITY, counts[many]));
    }
    return bins;
  }

  private static double edge(BigDecimal step, long times) {
    return step.multiply(BigDecimal.valueOf(times)).doubleValue();
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public Table table() {
    List<List<String>> cells = new ArrayList<>();
    for (Bin bin : bins) {
      cells.add(List.of(axis.cell(bin.from), axis.cell(bin.to), Long.toString(bin.count)));
    }
    return new Table(List.of("from", "to", "count"), cells);
  }
}
