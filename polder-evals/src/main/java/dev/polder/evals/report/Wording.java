package dev.polder.evals.report;

import dev.polder.evidence.Estimate;
import dev.polder.evidence.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers, dates and verdicts in words that everybody reads alike.
final class Wording {
  private static final String MINUS = "\u2212";
  private static final String SPACE = "\u00a0";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d\u00a0MMM\u00a0uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Wording() {}

  /// `82.4 %`
  static String share(double value) {
    return number(value * 100, 1) + SPACE + "%";
  }

  /// `82.4 % [79.0, 85.1]`, without the n, which stands in a column of its own.
  static String share(Estimate estimate) {
    return ("%s [%s," + SPACE + "%s]")
        .formatted(
            share(estimate.value()),
            number(estimate.interval().low() * 100, 1),
            number(estimate.interval().high() * 100, 1));
  }

  /// `+0.2 points [−3.3, +3.7]`
  static String points(Estimate estimate) {
    return ("%s" + SPACE + "points [%s," + SPACE + "%s]")
        .formatted(
            signed(estimate.value()),
            signed(estimate.interval().low()),
            signed(estimate.interval().high()));
  }

  /// A difference of shares in percentage points with its sign: `+0.2`.
  static String signed(double difference) {
    if (Double.isInfinite(difference)) {
      return difference > 0 ? "+∞" : MINUS + "∞";
    }
    String text = number(difference * 100, 1);
    return text.startsWith(MINUS) || new BigDecimal(text.replace(",", "")).signum() == 0
        ? text
        : "+" + text;
  }

  /// A margin in points, without needless zeros: `5`, `2.5`.
  static String margin(double share) {
    BigDecimal points =
        BigDecimal.valueOf(share * 100).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return points.scale() < 0 ? points.setScale(0).toPlainString() : points.toPlainString();
  }

  /// `5 points`, `1 point`
  static String marginPoints(double share) {
    String points = margin(share);
    return points + (points.equals("1") ? " point" : " points");
  }

  /// How sure an interval is: `90 %`.
  static String confidence(Estimate estimate) {
    return percent(estimate.confidence());
  }

  /// `5 %`, `2.5 %`
  static String percent(double share) {
    return margin(share) + SPACE + "%";
  }

  static String count(long count) {
    return number((double) count, 0);
  }

  static String number(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(value));
    boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
    return value < 0 && !zero ? MINUS + text : text;
  }

  /// A p value as it is worth writing down.
  static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, p < 0.1 ? "%.4f" : "%.2f", p);
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  static String day(Instant at) {
    return DAY.format(at);
  }

  /// One word or two for a badge.
  static String plain(Verdict verdict) {
    return switch (verdict) {
      case NON_INFERIOR -> "Good enough";
      case INFERIOR -> "Not good enough";
      case NOT_DECIDABLE -> "Not decided";
    };
  }

  /// The mark's shape, the same as in charts.
  static String sign(Verdict verdict) {
    return switch (verdict) {
      case NON_INFERIOR -> "●";
      case INFERIOR -> "◆";
      case NOT_DECIDABLE -> "□";
    };
  }

  /// The class of a verdict in the stylesheet.
  static String shade(Verdict verdict) {
    return switch (verdict) {
      case NON_INFERIOR -> "passed";
      case INFERIOR -> "failed";
      case NOT_DECIDABLE -> "open";
    };
  }
}
