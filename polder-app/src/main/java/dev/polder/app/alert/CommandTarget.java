package dev.polder.app.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a program for each message: no shell, the message as JSON on its standard input and in
/// environment variables.
///
/// The program has Polder's own environment otherwise, and half a minute. It is not run again for
/// the same message, whatever its exit code: it may have done half of its work.
public final class CommandTarget implements Target {
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(30);
  private static final int SHOWN = 500;

  private final List<String> command;
  private final Path folder;
  private final Duration limit;

  /// @param command the program and its arguments, each as it is
  /// @param folder where it is started
  public CommandTarget(List<String> command, Path folder) {
    this(command, folder, USUAL_LIMIT);
  }

  CommandTarget(List<String> command, Path folder, Duration limit) {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.limit = limit;
  }

  /// The program alone: arguments may hold secrets.
  @Override
  public String name() {
    return "command " + command.getFirst();
  }

  @Override
  public Delivery deliver(Notice notice) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    notice
        .fields()
        .forEach((name, value) ->
            builder
                .environment()
                .put("POLDER_ALERT_" + name.toUpperCase(Locale.ROOT), value.replace('\0', ' ')));
    builder
        .environment()
        .put("POLDER_ALERT_LASTED_SECONDS", Long.toString(notice.lasted().toSeconds()));
    try {
      return run(builder.start(), notice);
    } catch (IOException cannotStart) {
      return new Delivery.Refused("cannot be started: " + cannotStart.getMessage());
    }
  }

  private Delivery run(Process process, Notice notice) throws InterruptedException {
    FutureTask<String> output = new FutureTask<>(() -> firstOf(process.getInputStream()));
    Thread.ofVirtual().name("polder-alert-output").start(output);
    Thread.ofVirtual().name("polder-alert-input").start(() -> feed(process, notice.json()));
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Delivery.Refused(
            "did not end within %s s and was stopped".formatted(limit.toMillis() / 1000.0));
      }
      String said = said(output);
      int code = process.exitValue();
      return code == 0
          ? new Delivery.Arrived("exit code 0" + said)
          : new Delivery.Refused("exit code " + code + said);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// A program need not read what it is given.
  private static void feed(Process process, String json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json.getBytes(UTF_8));
    } catch (IOException notRead) {
      // Its exit code tells whether that was a mistake.
    }
  }

  /// Reads to the end, so that the program is not blocked, and keeps the beginning.
  private static String firstOf(InputStream out) throws IOException {
    String first = new String(out.readNBytes(SHOWN), UTF_8);
    out.transferTo(OutputStream.nullOutputStream());
    return first;
  }

  /// What was said; a child that lives on may hold the pipe open, so not for long.
  private static String said(FutureTask<String> output) throws InterruptedException {
    try {
      String text = output.get(500, TimeUnit.MILLISECONDS).replaceAll("\\s+", " ").strip();
      return text.isEmpty() ? "" : ", said: " + text;
    } catch (TimeoutException | ExecutionException unknown) {
      return "";
    }
  }
}
