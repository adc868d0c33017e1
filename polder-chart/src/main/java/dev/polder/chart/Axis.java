package dev.polder.chart;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// What is measured along an axis, and how its numbers are written.
///
/// @param label what is measured, with its unit in words where the numbers do not show it
/// @param from where the axis begins; if absent, so that everything has its place
/// @param to where it ends
public record Axis(String label, Unit unit, OptionalDouble from, OptionalDouble to) {

  public Axis {
    from.ifPresent(value -> Checks.finite(label, value));
    to.ifPresent(value -> Checks.finite(label, value));
    if (from.isPresent() && to.isPresent() && from.getAsDouble() >= to.getAsDouble()) {
      throw new IllegalArgumentException(
          "axis '%s' cannot go from %s to %s"
              .formatted(label, from.getAsDouble(), to.getAsDouble()));
    }
  }

  /// How the numbers of an axis are written.
  public enum Unit {
    /// Parts of a whole, 0.25 written as 25 %.
    SHARE,
    /// Differences of shares in percentage points, 0.05 written as +5.
    POINTS,
    /// Any number.
    NUMBER,
    /// Whole numbers.
    COUNT,
    /// Seconds since 1970, written as dates or times of day in UTC.
    TIME
  }

  /// Parts of a whole, as per cent.
  public static Axis shares(String label) {
    return new Axis(label, Unit.SHARE, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// Differences of shares, in percentage points.
  public static Axis points(String label) {
    return new Axis(label, Unit.POINTS, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// Any numbers.
  public static Axis numbers(String label) {
    return new Axis(label, Unit.NUMBER, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// Whole numbers.
  public static Axis counts(String label) {
    return new Axis(label, Unit.COUNT, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// Time, as seconds since 1970.
  public static Axis time(String label) {
    return new Axis(label, Unit.TIME, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /// The same with fixed ends.
  public Axis between(double newFrom, double newTo) {
    return new Axis(label, unit, OptionalDouble.of(newFrom), OptionalDouble.of(newTo));
  }

  /// A value for people, such as `82.4 %`.
  String write(double value) {
    return switch (unit) {
      case SHARE -> Numbers.decimals(value * 100, 1) + Numbers.PER_CENT;
      case POINTS -> Numbers.signed(value * 100, 1);
      case NUMBER -> Numbers.significant(value);
      case COUNT -> Numbers.decimals(value, 0);
      case TIME -> Instant.ofEpochSecond((long) value).toString();
    };
  }

  /// An interval for people, such as `[79.0, 85.1]`; it shares its unit with the estimate before.
  String write(double low, double high) {
    return "[" + bound(low) + ", " + bound(high) + "]";
  }

  private String bound(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : Numbers.MINUS + "∞";
    }
    return unit == Unit.SHARE ? Numbers.decimals(value * 100, 1) : write(value);
  }

  /// A value for programs.
  String cell(double value) {
    return unit == Unit.TIME
        ? Instant.ofEpochMilli(Math.round(value * 1000)).toString()
        : Table.number(value);
  }

  /// Places for ticks between two values.
  List<Ticks.Tick> ticks(double low, double high, int most) {
    return switch (unit) {
      case SHARE -> Ticks.of(low, high, most, 100, false, Numbers.PER_CENT);
      case POINTS -> Ticks.of(low, high, most, 100, true, "");
      case NUMBER -> Ticks.of(low, high, most, 1, false, "");
      case COUNT -> Ticks.whole(low, high, most);
      case TIME -> TimeTicks.of(low, high, most);
    };
  }
}
