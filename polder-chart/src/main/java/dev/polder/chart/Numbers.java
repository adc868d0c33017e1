package dev.polder.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as people read them.
final class Numbers {
  static final String MINUS = "\u2212";

  /// A no-break space and the sign.
  static final String PER_CENT = "\u00a0%";

  private Numbers() {}

  /// With so many decimals, thousands apart.
  static String decimals(double value, int decimals) {
    return written(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN));
  }

  /// The same with its sign, which zero has not.
  static String signed(double value, int decimals) {
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.signum() > 0 ? "+" + written(rounded) : written(rounded);
  }

  /// Three digits, or as many as a whole number has.
  static String significant(double value) {
    if (Math.abs(value) >= 100) {
      return decimals(value, 0);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    return written(
        rounded.scale() > 0 && rounded.stripTrailingZeros().scale() <= 0
            ? rounded.setScale(0, RoundingMode.UNNECESSARY)
            : rounded);
  }

  static String written(BigDecimal value) {
    String digits = value.abs().toPlainString();
    int point = digits.indexOf('.');
    int whole = point < 0 ? digits.length() : point;
    StringBuilder text = new StringBuilder(value.signum() < 0 ? MINUS : "");
    for (int i = 0; i < whole; i++) {
      if (i > 0 && (whole - i) % 3 == 0) {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.append(digits, whole, digits.length()).toString();
  }

  /// A length in a picture: hundredths of a pixel, no needless zeros.
  static String length(double value) {
    long hundredths = Math.round(value * 100);
    String sign = hundredths < 0 ? "-" : "";
    long size = Math.abs(hundredths);
    long rest = size % 100;
    String text = sign + size / 100;
    if (rest == 0) {
      return text;
    }
    return rest % 10 == 0 ? text + "." + rest / 10 : text + (rest < 10 ? ".0" : ".") + rest;
  }
}
