package dev.polder.app.eval;

import dev.polder.evals.run.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Shows how far a run is until it is closed: on a terminal one line that is written over, five
/// times a second; elsewhere a line every ten seconds.
public final class ProgressShow implements AutoCloseable {
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final Supplier<Progress> run;
  private final PrintWriter out;
  private final boolean terminal;
  private final ProgressLine line;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread shower;
  private int shown;

  /// Begins to show.
  ///
  /// @param name what is asked
  /// @param priced whether money is counted; else tokens are
  public ProgressShow(
      String name, boolean priced, Supplier<Progress> run, PrintWriter out, boolean terminal) {
    this.run = run;
    this.out = out;
    this.terminal = terminal;
    this.line = new ProgressLine(name, priced);
    // From the first answer on the rate is counted, however short the run is.
    line.text(run.get(), System.nanoTime());
    this.shower = Thread.ofPlatform().daemon().name("progress").start(this::show);
  }

  private void show() {
    Duration pause = terminal ? ON_TERMINAL : ELSEWHERE;
    try {
      if (terminal) {
        print();
      }
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        print();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void print() {
    String text = line.text(run.get(), System.nanoTime());
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
      shown = text.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  /// Shows the end and lets the next line begin.
  @Override
  public void close() {
    closed.countDown();
    try {
      shower.join();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return;
    }
    print();
    if (terminal) {
      out.println();
      out.flush();
    }
  }
}
