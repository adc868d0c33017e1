package dev.polder.chart;

/// From which to which value a picture must reach.
final class Extent {
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  Extent with(double... values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return this;
  }

  /// A scale with a little room at both ends, unless the axis says where it ends. Shares stay
  /// between nothing and all.
  Scale scale(Axis axis, double room, double from, double to) {
    boolean none = low > high;
    double least = none ? 0 : low;
    double most = none ? 1 : high;
    double spread = most - least;
    if (!(spread > 0)) {
      spread = least == 0 ? 1 : Math.abs(least) * 0.2;
      least -= spread / 2;
      most += spread / 2;
    }
    double ceiling = axis.unit() == Axis.Unit.SHARE && most <= 1 ? 1 : Double.POSITIVE_INFINITY;
    // What is never negative begins at zero at the lowest.
    double ground = least >= 0 && axis.unit() != Axis.Unit.POINTS ? 0 : Double.NEGATIVE_INFINITY;
    double roomBelow = Math.max(ground, least - spread * room);
    double roomAbove = Math.min(ceiling, most + spread * room);
    double begin = axis.from().orElse(roomBelow);
    double end = axis.to().orElse(roomAbove);
    return begin < end
        ? new Scale(begin, end, from, to)
        : new Scale(begin, begin + Math.max(spread, 1e-9), from, to);
  }
}
