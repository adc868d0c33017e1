import java.util.List;

/// A straight line through measurements by least squares, with the 95 % interval of its slope.
record Slope(double perSecond, double least, double most, double mean, int n) {
  /// Student's t at 97.5 % for 1 to 30 degrees of freedom; beyond, the normal distribution's.
  private static final double[] T = {
    12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12,
    2.11, 2.10, 2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04
  };

  static Slope of(List<double[]> points) {
    int n = points.size();
    double meanX = points.stream().mapToDouble(point -> point[0]).average().orElse(0);
    double meanY = points.stream().mapToDouble(point -> point[1]).average().orElse(0);
    double xx = 0;
    double xy = 0;
    for (double[] point : points) {
      xx += (point[0] - meanX) * (point[0] - meanX);
      xy += (point[0] - meanX) * (point[1] - meanY);
    }
    double slope = xy / xx;
    double rest = 0;
    for (double[] point : points) {
      double off = point[1] - meanY - slope * (point[0] - meanX);
      rest += off * off;
    }
    double t = n - 2 > T.length ? 1.96 : T[Math.max(0, n - 3)];
    double half = t * Math.sqrt(rest / Math.max(1, n - 2) / xx);
    return new Slope(slope, slope - half, slope + half, meanY, n);
  }

  /// Whether it surely rises, and by more than `share` of the mean in ten minutes.
  boolean rises(double share) {
    return least > 0 && perSecond * 600 > share * mean;
  }
}
