package dev.polder.app.eval;

import dev.polder.evals.run.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says in one line of at most 79 columns how far a run is: a bar, what is done, how fast, errors,
/// what it took, and how long it will be.
final class ProgressLine {
  private static final int WIDTH = 79;
  private static final int BAR = 20;

  /// The rate is that of so much time, until the end.
  private static final Duration WINDOW = Duration.ofSeconds(15);

  private final String name;
  private final boolean priced;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private @Nullable Mark begun;

  private record Mark(long nanos, int done) {}

  /// @param name what is asked
  /// @param priced whether money is counted; else tokens are
  ProgressLine(String name, boolean priced) {
    this.name = name;
    this.priced = priced;
  }

  /// @param nanos of a clock that only moves forward
  String text(Progress progress, long nanos) {
    int done = progress.answered() + progress.errors();
    double rate = progress.left() == 0 ? overall(done, nanos) : rate(done, nanos);
    String rest =
        " [%s] %d/%d %s %s %s %s"
            .formatted(
                bar(done, progress.trials()),
                done,
                progress.trials(),
                rate(rate),
                progress.errors() == 1 ? "1 error" : progress.errors() + " errors",
                took(progress),
                progress.resting() ? "resting" : left(progress, rate));
    String shown = name.substring(0, Math.max(0, Math.min(name.length(), WIDTH - rest.length())));
    return shown + rest;
  }

  /// At the end that of the whole run, whose last seconds may have been idle.
  private double overall(int done, long nanos) {
    Mark first = begun == null ? new Mark(nanos, done) : begun;
    double seconds = (nanos - first.nanos()) / 1e9;
    return seconds <= 0 ? 0 : (done - first.done()) / seconds;
  }

  private double rate(int done, long nanos) {
    if (begun == null) {
      begun = new Mark(nanos, done);
    }
    marks.addLast(new Mark(nanos, done));
    while (marks.size() > 2 && nanos - marks.getFirst().nanos() > WINDOW.toNanos()) {
      marks.removeFirst();
    }
    Mark first = marks.getFirst();
    double seconds = (nanos - first.nanos()) / 1e9;
    return seconds <= 0 ? 0 : (done - first.done()) / seconds;
  }

  private static String bar(int done, int all) {
    int full = (int) ((long) BAR * done / all);
    return "#".repeat(full) + ".".repeat(BAR - full);
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
  }

  private String took(Progress progress) {
    return priced
        ? String.format(Locale.ROOT, "cost %.4f", progress.money())
        : Amounts.thousands(progress.inputTokens() + progress.outputTokens()) + " tokens";
  }

  private static String left(Progress progress, double rate) {
    if (progress.left() == 0) {
      return "done";
    }
    return rate <= 0
        ? "? left"
        : Amounts.time(Duration.ofSeconds((long) Math.ceil(progress.left() / rate))) + " left";
  }
}
