package dev.polder.engine.supervise;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One running child process: its output, its control line, its end.
///
/// Two platform threads read its output for as long as it writes; a virtual thread would hold its
/// carrier while it waits for a pipe.
final class Child {
  /// For the kernel to finish what cannot be refused.
  private static final Duration FORCE = Duration.ofSeconds(2);

  /// For the last lines to arrive after the exit; longer if a process that the child left behind
  /// still holds the pipe.
  private static final Duration LAST_LINES = Duration.ofMillis(500);

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 8, "SIGFPE", 9, "SIGKILL", 11,
          "SIGSEGV", 15, "SIGTERM");

  private final String engine;
  private final Launch launch;
  private final Process process;
  private final BufferedWriter control;
  private final LastLines words = new LastLines();
  private final LastLines complaints = new LastLines();
  private final List<Thread> readers;

  private Child(String engine, Launch launch, Process process, PatientLog log) {
    this.engine = engine;
    this.launch = launch;
    this.process = process;
    this.control = process.outputWriter(StandardCharsets.UTF_8);
    this.readers =
        List.of(
            read("out", process.getInputStream(), line -> printed(line, log)),
            read("err", process.getErrorStream(), line -> complained(line, log)));
  }

  /// Starts the process; `bell` rings when it ends or says something that its launch waits for.
  static Child start(String engine, Launch launch, PatientLog log, Bell bell) throws CannotStart {
    ProcessBuilder builder = launch.process();
    try {
      var child = new Child(engine, launch, builder.start(), log);
      var _ = child.process.onExit().thenRun(bell::ring);
      return child;
    } catch (IOException refused) {
      throw new CannotStart(
          CannotStart.Kind.FOR_NOW,
          "Engine '%s' could not be started: %s. It is tried again; see whether the machine has processes and memory left."
              .formatted(engine, refused.getMessage()));
    }
  }

  long pid() {
    return launch.server(process).pid();
  }

  /// The exit status of what we started; 128 + n for signal n.
  OptionalInt exitCode() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /// How it ended, as a sentence with its last words; waits a moment for them.
  String farewell() throws InterruptedException {
    hearOut();
    int code = process.exitValue();
    String end =
        code > 128
            ? "was ended by signal %d%s".formatted(code - 128, signalName(code - 128))
            : "ended with exit code " + code;
    return "Engine '%s' %s.%s".formatted(engine, end, words.asLastWords());
  }

  /// The last line of its standard error; waits a moment for it.
  String lastComplaint() throws InterruptedException {
    hearOut();
    return complaints.last();
  }

  String lastWords() {
    return words.asLastWords();
  }

  /// Writes a line to its standard input.
  synchronized void send(String line) throws IOException {
    control.write(line);
    control.write('\n');
    control.flush();
  }

  /// Ends the serving process at once, unasked: a crash, as far as the supervisor can tell.
  void kill() {
    launch.server(process).destroyForcibly();
  }

  /// Ends it and all that it started: politely by closing its pipe, then by force. Returns within
  /// `polite` and a few seconds.
  void end(Duration polite) throws InterruptedException {
    ProcessHandle server = launch.server(process);
    List<ProcessHandle> family = Stream.concat(Stream.of(server), server.descendants()).toList();
    closeControl();
    // The watchdog counts the same grace for itself and then forces: it gets the moment it needs.
    process.waitFor(polite.plus(launch.watched() ? FORCE : Duration.ZERO));
    family.forEach(ProcessHandle::destroyForcibly);
    if (!process.waitFor(FORCE)) {
      process.destroyForcibly();
    }
    hearOut();
  }

  private synchronized void closeControl() {
    try {
      control.close();
    } catch (IOException gone) {
      // The child ended before us and took its end of the pipe along: closed is what we want.
      return;
    }
  }

  private void printed(String line, PatientLog log) {
    if (!launch.hears(line)) {
      words.add(line);
      log.add(line);
    }
  }

  private void complained(String line, PatientLog log) {
    complaints.add(line);
    words.add(line);
    log.add(line);
  }

  private void hearOut() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join(LAST_LINES);
    }
  }

  private Thread read(String which, InputStream stream, Consumer<String> each) {
    return Thread.ofPlatform()
        .daemon()
        .name("engine-%s-%s".formatted(engine, which))
        .start(() -> readLines(stream, each));
  }

  private static void readLines(InputStream stream, Consumer<String> each) {
    try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      var lines = new LineReader(reader);
      Optional<String> line = lines.next();
      while (line.isPresent()) {
        each.accept(line.get());
        line = lines.next();
      }
    } catch (IOException torn) {
      // The process ended and its pipe with it: there is nothing more to read.
      return;
    }
  }

  private static String signalName(int signal) {
    String name = SIGNALS.get(signal);
    return name == null ? "" : " (" + name + ")";
  }
}
