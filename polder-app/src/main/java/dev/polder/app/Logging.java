package dev.polder.app;

import dev.polder.app.config.value.LogForm;
import dev.polder.app.telemetry.JsonLog;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/// How log messages look.
public final class Logging {
  /// Libraries that tell of their every start. The loggers are held, or their levels would be lost.
  private static final List<Logger> TALKATIVE =
      List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer.hikari"));

  private Logging() {}

  /// One line a message, for java.util.logging behind SLF4J, unless somebody has set another form.
  /// Call it before the first message.
  public static void oneLine() {
    System.getProperties()
        .putIfAbsent("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT %4$s %5$s%6$s%n");
    TALKATIVE.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  /// Messages from now on in this form.
  public static void as(LogForm form) {
    if (form == LogForm.JSON) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new JsonLog());
      }
    }
  }
}
