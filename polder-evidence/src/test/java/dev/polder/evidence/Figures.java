package dev.polder.evidence;

import java.util.Locale;

/// Whether tests measure the figures that stand in documents: `-Dpolder.long=true` makes many more
/// runs and prints them.
public final class Figures {
  /// Whether they do.
  public static final boolean LONG = Boolean.getBoolean("polder.long");

  private Figures() {}

  /// Prints a line, if they do.
  @SuppressWarnings(
      "AnnotateFormatMethod") // its annotation would be the module's only use of that library
  public static void print(String format, Object... arguments) {
    if (LONG) {
      System.out.println(String.format(Locale.ROOT, format, arguments));
    }
  }
}
