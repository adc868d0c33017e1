package dev.polder.demo;

import java.io.PrintStream;
import java.util.Locale;

/// The terminal: lines that stay, and one that is written anew where there is a terminal.
final class Screen {
  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private int ticks;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /// A line that stays, with the seconds since the start.
  void event(String text) {
    clear();
    out.printf(Locale.ROOT, "%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
  }

  /// Lines that stay, as they are.
  void text(String text) {
    clear();
    out.println(text);
  }

  /// The live line; without a terminal only every tenth is printed.
  void live(String text) {
    if (terminal) {
      out.print("\r\033[K         " + text);
      out.flush();
    } else if (ticks++ % 10 == 0) {
      out.println("         " + text);
    }
  }

  private void clear() {
    if (terminal) {
      out.print("\r\033[K");
    }
  }
}
