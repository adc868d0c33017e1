package dev.polder.app.command;

import java.util.ArrayList;
import java.util.List;

/// Long sentences in lines that a terminal of 80 columns shows whole.
final class Wrapped {
  private static final int WIDTH = 80;

  private Wrapped() {}

  /// `text` as an item of a list. Words stay whole, however long.
  static String item(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("-");
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return String.join(System.lineSeparator(), lines);
  }
}
