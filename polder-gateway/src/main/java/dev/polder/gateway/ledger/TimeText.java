package dev.polder.gateway.ledger;

import java.time.Instant;

/// Writes points in time in the form of ISO 8601, to the microsecond.
///
/// Receipts come in order, hundreds or thousands a second, and only their fractions differ: all up
/// to the second is kept from one to the next. On one thread only.
final class TimeText {
  private static final int MICROS = 1_000_000;

  private long second = Long.MIN_VALUE;
  private String untilSecond = "";

  /// Such as `2026-11-23T09:30:00.000125Z`.
  String of(Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      String whole = Instant.ofEpochSecond(second).toString();
      untilSecond = whole.substring(0, whole.length() - 1) + ".";
    }
    // The leading one stands for the zeros behind it.
    String fraction = Integer.toString(MICROS + time.getNano() / 1_000);
    return untilSecond + fraction.substring(1) + "Z";
  }
}
