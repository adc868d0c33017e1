package dev.polder.app;

/// How log messages look.
public final class Logging {
  private Logging() {}

  /// One line a message, for java.util.logging behind SLF4J, unless somebody has set another form.
  /// Call it before the first message.
  public static void oneLine() {
    System.getProperties()
        .putIfAbsent("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT %4$s %5$s%6$s%n");
  }
}
