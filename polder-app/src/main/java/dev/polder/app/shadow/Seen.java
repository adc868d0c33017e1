package dev.polder.app.shadow;

import dev.polder.evals.shadow.Watch;
import dev.polder.evidence.Estimate;
import java.util.Locale;

/// What a watch has seen, in a line for people.
final class Seen {
  /// Of the intervals that are shown.
  static final double CONFIDENCE = 0.95;

  private Seen() {}

  static String of(Watch watch) {
    Estimate mean = watch.mean().estimate(CONFIDENCE);
    return String.format(
        Locale.ROOT,
        "an alarm after %d scored calls (margin %.1f points; mean difference since %s %+.1f [%+.1f,"
            + " %+.1f], n = %d)",
        watch.detector().alarmAt(),
        100 * watch.detector().margin(),
        watch.since().toString().substring(0, 10),
        100 * mean.value(),
        100 * mean.interval().low(),
        100 * mean.interval().high(),
        mean.n());
  }
}
