package dev.polder.engine.supervise;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a child that must never wait and a log that may be slow: bounded, and honest
/// about what it left out.
final class PatientLog {
  private static final int MOST = 1_024;

  private sealed interface Entry {
    record Line(String text) implements Entry {}

    record End() implements Entry {}
  }

  private final String engine;
  private final EngineLog log;
  private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong leftOut = new AtomicLong();

  PatientLog(String engine, EngineLog log) {
    this.engine = engine;
    this.log = log;
    Thread.ofVirtual().name("engine-log-" + engine).start(this::pass);
  }

  /// Takes a line without waiting.
  void add(String text) {
    if (waiting.size() >= MOST) {
      leftOut.incrementAndGet();
    } else {
      waiting.add(new Entry.Line(text));
    }
  }

  /// No more lines come; those waiting still reach the log.
  void end() {
    waiting.add(new Entry.End());
  }

  private void pass() {
    try {
      while (waiting.take() instanceof Entry.Line(String text)) {
        log.line(engine, text);
        long missing = leftOut.getAndSet(0);
        if (missing > 0) {
          log.line(engine, "(%d lines left out: the log did not keep up)".formatted(missing));
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
