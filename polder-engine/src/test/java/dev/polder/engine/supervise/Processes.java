package dev.polder.engine.supervise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Looks at processes that are not ours.
final class Processes {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Processes() {}

  /// Whether the process is gone within twenty seconds. One that has ended and whose parent has not
  /// asked yet is gone too: in a container nobody may ever ask.
  static boolean goes(long pid) throws InterruptedException, ExecutionException, IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      if (handle.isEmpty() || isDefunct(pid)) {
        return true;
      }
      try {
        handle.get().onExit().get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // Not yet: looked at again until the end of our patience.
      }
    }
    return false;
  }

  static boolean runs(long pid) throws IOException {
    return ProcessHandle.of(pid).isPresent() && !isDefunct(pid);
  }

  static void signal(String signal, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
        .start()
        .waitFor();
  }

  private static boolean isDefunct(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (java.nio.file.NoSuchFileException _) {
      return false;
    }
  }
}
