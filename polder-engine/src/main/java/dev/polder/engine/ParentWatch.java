package dev.polder.engine;

import dev.polder.engine.serve.Access;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// Reads the parent's commands from standard input, whose end means that the parent is gone.
///
/// The operating system closes the pipe however the parent dies, so no child outlives it.
final class ParentWatch {
  private ParentWatch() {}

  /// Starts to read on a thread of its own.
  ///
  /// @param orphaned runs when the input ends
  static void start(InputStream input, Access access, Runnable orphaned) {
    BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    Thread.ofPlatform()
        .name("polder-parent-watch")
        .daemon()
        .start(() -> {
          obeyAll(lines, access);
          orphaned.run();
        });
  }

  private static void obeyAll(BufferedReader lines, Access access) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        obey(line.strip(), access);
      }
    } catch (IOException e) {
      // A broken pipe is its end.
    }
  }

  private static void obey(String line, Access access) {
    if (line.equals("restore")) {
      access.restore();
    } else if (line.startsWith("withdraw ")) {
      access.withdraw(line.substring("withdraw ".length()).strip());
    }
  }
}
