package dev.polder.demo;

import java.io.PrintStream;
import java.util.Locale;

/// The terminal: lines that stay, and one that is written anew where there is a terminal.
final class Screen {
  private static final int COLUMNS = 80;
  private static final String INDENT = "         ";

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

  /// A sentence that stays, indented as the words of events are.
  void quote(String text) {
    item(INDENT, text);
  }

  /// A sentence that stays, after a mark, in lines of at most 80 columns.
  void item(String mark, String text) {
    clear();
    String indent = " ".repeat(mark.length());
    StringBuilder line = new StringBuilder(mark);
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      if (!empty && line.length() + 1 + word.length() > COLUMNS) {
        out.println(line);
        line = new StringBuilder(indent);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    out.println(line);
  }

  /// The live line; without a terminal only every tenth is printed.
  void live(String text) {
    if (terminal) {
      out.print("\r\033[K" + INDENT + text);
      out.flush();
    } else if (ticks++ % 10 == 0) {
      out.println(INDENT + text);
    }
  }

  private void clear() {
    if (terminal) {
      out.print("\r\033[K");
    }
  }
}
