package dev.polder.evals.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Runs a command with its input on standard input and takes what it writes to standard output.
///
/// Shut in, it has namespaces of its own for network (no interface but a loopback that is down) and
/// for processes: when the first of them is killed, the kernel kills all, whatever they have done
/// to get away. Address space, processor time and file size are limited. It has a temporary folder
/// of its own and a clean environment. It does see the files that its user may read; without a
/// network it can only put them into its answer.
///
/// Linux's `unshare` and `prlimit` (util-linux) do this; where they are missing or forbidden,
/// nothing runs unless its owner wants it without them.
public final class Sandbox {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8", "LC_ALL", "C.UTF-8");
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));
  private static final int LARGEST_FILE = 64 * 1024 * 1024;
  private static final int SHOWN_ERROR = 2000;

  /// What a command may use.
  ///
  /// @param time from start to end
  /// @param memory address space in bytes, of each of its processes
  /// @param output bytes on standard output
  public record Bounds(Duration time, long memory, int output) {}

  private final Bounds bounds;
  private final boolean shutIn;

  private Sandbox(Bounds bounds, boolean shutIn) {
    this.bounds = bounds;
    this.shutIn = shutIn;
  }

  /// Commands are shut in.
  public static Sandbox shutIn(Bounds bounds) {
    return new Sandbox(bounds, true);
  }

  /// Commands run as they are: with the network and unlimited memory; time and output are bounded.
  public static Sandbox none(Bounds bounds) {
    return new Sandbox(bounds, false);
  }

  /// Why commands cannot be shut in on this machine; nothing where they can. Tries it.
  public static Optional<String> lacking() {
    for (String tool : List.of("unshare", "prlimit")) {
      if (tool(tool).isEmpty()) {
        return Optional.of("there is no '" + tool + "' on this machine");
      }
    }
    Bounds bounds = new Bounds(Duration.ofSeconds(10), 256L << 20, 1000);
    try {
      return switch (shutIn(bounds).run(List.of("/bin/sh", "-c", "exit 0"), new byte[0])) {
        case Ran.Ended ended when ended.code() == 0 -> Optional.empty();
        case Ran.Ended ended ->
            Optional.of("this machine forbids namespaces (" + ended.error().strip() + ")");
        case Ran.Stopped _ -> Optional.of("'unshare' does not return on this machine");
        case Ran.NotStarted not -> Optional.of(not.reason());
      };
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("the thread was interrupted while trying it");
    }
  }

  /// Runs `command` with `input` and waits for its end; nothing of it is left afterwards.
  public Ran run(List<String> command, byte[] input) throws InterruptedException {
    Path folder;
    try {
      folder = Files.createTempDirectory("polder-command");
    } catch (IOException full) {
      return new Ran.NotStarted("no temporary folder can be made (" + full.getMessage() + ")");
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(whole(command)).directory(folder.toFile());
      builder.environment().clear();
      builder.environment().putAll(ENVIRONMENT);
      builder.environment().put("HOME", folder.toString());
      builder.environment().put("TMPDIR", folder.toString());
      return conduct(builder.start(), input);
    } catch (IOException notStarted) {
      return new Ran.NotStarted(String.valueOf(notStarted.getMessage()));
    } finally {
      delete(folder);
    }
  }

  private List<String> whole(List<String> command) {
    List<String> whole = new ArrayList<>();
    if (shutIn) {
      whole.add(tool("unshare").orElse("unshare"));
      whole.addAll(List.of("--map-root-user", "--net", "--ipc", "--pid", "--fork", "--kill-child"));
      whole.add(tool("prlimit").orElse("prlimit"));
      whole.add("--as=" + bounds.memory());
      whole.add("--cpu=" + (bounds.time().toSeconds() + 1));
      whole.add("--fsize=" + LARGEST_FILE);
      whole.add("--core=0");
      whole.add("--nofile=256");
    } else {
      // A process group of its own, so that all of it can be ended.
      tool("setsid").ifPresent(whole::add);
    }
    whole.addAll(command);
    return whole;
  }

  private Ran conduct(Process process, byte[] input) throws InterruptedException {
    try {
      Reading output = new Reading(process.getInputStream(), bounds.output(), true, process);
      Reading error = new Reading(process.getErrorStream(), SHOWN_ERROR, false, process);
      Thread.ofVirtual().start(() -> write(process.getOutputStream(), input));
      if (!process.waitFor(bounds.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Ran.Stopped(bounds.time().toMillis() / 1000.0 + " s of time");
      }
      // What it left behind may hold its output open. Not 'end': destroying a process, even one
      // that
      // has ended, closes its streams, and with them what nobody has read yet.
      endWhatIsLeftOf(process);
      String said = output.text();
      return output.isOverBound()
          ? new Ran.Stopped(bounds.output() + " bytes of output")
          : new Ran.Ended(process.exitValue(), said, error.text());
    } finally {
      end(process);
    }
  }

  private void end(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    endWhatIsLeftOf(process);
  }

  /// With its namespace all that was in it has ended; without one its group may live on.
  private void endWhatIsLeftOf(Process process) {
    if (!shutIn) {
      endGroup(process.pid());
    }
  }

  /// What has been orphaned is no descendant any more, but still of the group.
  private static void endGroup(long group) {
    if (tool("setsid").isEmpty() || tool("kill").isEmpty()) {
      return;
    }
    try {
      new ProcessBuilder(tool("kill").get(), "-KILL", "--", "-" + group)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    } catch (IOException gone) {
      // There is nothing left to end it with.
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream stream, byte[] input) {
    try (stream) {
      stream.write(input);
    } catch (IOException notWanted) {
      // It may end without reading; what it answers tells whether that was right.
    }
  }

  private static Optional<String> tool(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException leftOver) {
      // The system empties its temporary folder; a score must not fail over that.
    }
  }

  /// Reads a stream to its end, keeps the beginning, and ends the process where the rest is too
  /// much.
  private static final class Reading {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final AtomicBoolean overBound = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    Reading(InputStream stream, int most, boolean endsProcess, Process process) {
      Thread.ofVirtual().start(() -> read(stream, most, endsProcess, process));
    }

    private void read(InputStream stream, int most, boolean endsProcess, Process process) {
      byte[] buffer = new byte[8192];
      try (stream) {
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
          int room = most - kept.size();
          kept.write(buffer, 0, Math.min(room, count));
          if (count > room && endsProcess) {
            overBound.set(true);
            process.destroyForcibly();
            return;
          }
        }
      } catch (IOException closed) {
        // The process has ended; what was read so far is what it said.
      } finally {
        ended.countDown();
      }
    }

    /// Waits for the end, shortly: a process that got away may hold the stream open.
    String text() throws InterruptedException {
      return ended.await(2, TimeUnit.SECONDS) ? kept.toString(StandardCharsets.UTF_8) : "";
    }

    boolean isOverBound() {
      return overBound.get();
    }
  }
}
