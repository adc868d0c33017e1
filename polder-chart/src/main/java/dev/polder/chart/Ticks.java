package dev.polder.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Round numbers at which an axis is marked.
final class Ticks {
  private static final BigDecimal[] ROUND = {
    BigDecimal.ONE, new BigDecimal(2), new BigDecimal("2.5"), new BigDecimal(5), BigDecimal.TEN
  };

  private Ticks() {}

  /// One mark.
  record Tick(double at, String label) {}

  /// Marks between two values, at most so many.
  ///
  /// @param factor what a value is multiplied with before it is written
  /// @param suffix what follows each number
  static List<Tick> of(
      double low, double high, int most, int factor, boolean signed, String suffix) {
    BigDecimal step = niceStep((high - low) * factor / Math.max(1, most));
    return marks(low, high, step, factor, signed, suffix);
  }

  /// Marks at whole numbers.
  static List<Tick> whole(double low, double high, int most) {
    BigDecimal step = wholeStep((high - low) / Math.max(1, most));
    return marks(low, high, step, 1, false, "");
  }

  /// The same as [#niceStep(double)], but a whole number.
  static BigDecimal wholeStep(double rough) {
    BigDecimal step = niceStep(Math.max(1, rough));
    return step.stripTrailingZeros().scale() > 0 ? niceStep(step.doubleValue() * 1.01) : step;
  }

  /// The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`.
  static BigDecimal niceStep(double rough) {
    if (!(rough > 0) || Double.isInfinite(rough)) {
      return BigDecimal.ONE;
    }
    int power = (int) Math.floor(StrictMath.log10(rough));
    for (BigDecimal round : ROUND) {
      BigDecimal step = round.scaleByPowerOfTen(power);
      if (step.doubleValue() >= rough * (1 - 1e-9)) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(power + 1);
  }

  private static List<Tick> marks(
      double low, double high, BigDecimal step, int factor, boolean signed, String suffix) {
    List<Tick> ticks = new ArrayList<>();
    double size = step.doubleValue();
    long first = (long) Math.ceil(low * factor / size - 1e-6);
    long last = (long) Math.floor(high * factor / size + 1e-6);
    int decimals = Math.max(0, step.stripTrailingZeros().scale());
    for (long i = first; i <= last; i++) {
      BigDecimal value = step.multiply(BigDecimal.valueOf(i)).setScale(decimals);
      String sign = signed && value.signum() > 0 ? "+" : "";
      ticks.add(new Tick(value.doubleValue() / factor, sign + Numbers.written(value) + suffix));
    }
    return ticks;
  }
}
