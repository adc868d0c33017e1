package dev.polder.engine.supervise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A shell script around a command that knows nothing of us, so that the command and all that it
/// starts end when Polder ends, even by SIGKILL.
///
/// Polder holds the only writing end of a pipe; the kernel closes it when Polder is gone, however
/// it went. Four processes:
///
/// ```
/// Polder ──pipe──▶ reader ──TERM, grace, KILL──▶ group of the command ◀── all that it starts
///    └──starts──▶ watchdog ──waits for──────────▶   (its leader)
/// ```
///
/// - **Who holds which end.** The writing end: Polder alone. The JDK closes every descriptor above
///   2 in each child that it starts, so no other child of Polder keeps the pipe open; native code
///   in Polder's own process that forked by itself could, which is one reason why models run
///   outside. The reading end: the reader alone. The command reads `/dev/null`.
/// - **The command ends by itself.** The watchdog takes what is left of its group along and ends
///   with the same status, 128 + n for signal n.
/// - **The watchdog is killed.** Polder sees its process end, kills the command and its descendants
///   by the number that the command printed before it became itself, and closes the pipe; the
///   reader, still there, ends the group. If Polder dies at the same moment, the reader does it
///   alone.
/// - **The reader is killed.** Nobody would notice Polder's end any more, so Polder writes a line
///   into the pipe with every liveness probe, finds it broken, and restarts the command.
/// - **Signals from a terminal or to all at once.** The watchdog and the command each run in a
///   session of their own and the watchdog ignores HUP, INT, QUIT and TERM: only the pipe counts.
///
/// Limits. What calls `setsid` itself leaves the group: while Polder lives it is found among the
/// descendants and killed at a stop; after Polder's death it is not. Where `setsid` is missing
/// (macOS) the shell's job control makes the group, and the watchdog stays in Polder's session;
/// where the shell cannot do that either, only the command itself is signalled. Whoever kills
/// watchdog, reader and Polder within one instant leaves the command running. Service managers that
/// signal every process of a service (systemd's `KillMode=control-group`) end the command while
/// Polder still finishes its answers: `KillMode=mixed` does not.
final class Watchdog {
  /// Where POSIX systems have their shell.
  static final Path SHELL = Path.of("/bin/sh");

  private static final Pattern CHILD = Pattern.compile("polder-watchdog child=(\\d{1,18})");

  private final Duration grace;
  private final String script;

  /// @param grace between the polite end (SIGTERM) and the forced one, rounded up to whole seconds
  Watchdog(Duration grace) {
    this.grace = grace;
    this.script = script();
  }

  /// The command line that runs `command` under the watchdog.
  List<String> over(String engine, List<String> command) throws CannotStart {
    if (!Files.isExecutable(SHELL)) {
      throw new CannotStart(
          CannotStart.Kind.FOR_GOOD,
          "Engine '%s' cannot start: Polder watches over external commands with %s, which this system does not have. Start the server yourself and name its address as a provider's."
              .formatted(engine, SHELL));
    }
    List<String> watched = new ArrayList<>();
    CommandSearch.setsid().ifPresent(setsid -> watched.add(setsid.toString()));
    watched.addAll(List.of(SHELL.toString(), "-c", script, "polder-watchdog"));
    watched.add(Long.toString(grace.plusMillis(999).toSeconds()));
    watched.addAll(command);
    return watched;
  }

  /// The number of the command's process, if this is the line that tells it.
  static OptionalLong child(String line) {
    Matcher child = CHILD.matcher(line);
    return child.matches() ? OptionalLong.of(Long.parseLong(child.group(1))) : OptionalLong.empty();
  }

  /// Without its comments, because `ps` shows it.
  private static String script() {
    try (InputStream resource = Watchdog.class.getResourceAsStream("watchdog.sh")) {
      if (resource == null) {
        throw new IllegalStateException(
            "watchdog.sh is not on the class path beside " + Watchdog.class.getName());
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.joining("\n"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
