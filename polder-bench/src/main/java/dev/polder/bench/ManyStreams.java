package dev.polder.bench;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Ten thousand streams at once, or as many as the limit of open files lets be, directly and
/// through Polder on a small heap: is every event there, and how late is it?
final class ManyStreams {
  private static final Duration RAMP = Duration.ofSeconds(15);
  private static final Duration BRIEF_RAMP = Duration.ofSeconds(5);
  private static final int WINDOWS = 10;

  /// What a process needs besides two sockets a stream.
  private static final int SPARE_FILES = 400;

  private final Settings settings;
  private final List<Contender> contenders;
  private final EventLoopGroup loop;
  private final Failures failures;

  ManyStreams(
      Settings settings, List<Contender> contenders, EventLoopGroup loop, Failures failures) {
    this.settings = settings;
    this.contenders = List.copyOf(contenders);
    this.loop = loop;
    this.failures = failures;
  }

  /// A table in Markdown.
  String run() throws InterruptedException {
    int streams = Math.min(Settings.MANY_STREAMS, (openFiles() - SPARE_FILES) / 2);
    StringBuilder text =
        new StringBuilder(
            """
            ### %,d %s

            | | events/s | CPU µs/event | lateness p50 ms | p99 | most | resident MB | streams that failed |
            |---|---|---|---|---|---|---|---|
            """
                .formatted(streams, Workload.PACED_250.title()));
    boolean brief = settings.warmUp().isZero();
    for (Contender contender : contenders) {
      if (!brief) {
        new ClosedLoop(loop, contender, Workload.EVENTS_50, Settings.CONNECTIONS, failures)
            .run(Duration.ZERO, settings.warmUp().dividedBy(4));
      }
      long before = failures.count();
      PacedLoad.Result result =
          new PacedLoad(
                  loop,
                  contender,
                  Workload.PACED_250,
                  streams,
                  brief ? BRIEF_RAMP : RAMP,
                  settings.settle(),
                  settings.window().multipliedBy(brief ? 1 : WINDOWS),
                  failures)
              .run();
      text.append(line(contender, result, failures.count() - before));
    }
    return text.toString();
  }

  /// How many files and sockets a process may have open; its children have the same bound.
  private static int openFiles() {
    try {
      return Files.readAllLines(Path.of("/proc/self/limits")).stream()
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.replaceFirst("Max open files\\s+", "").replaceFirst("\\s.*", ""))
          .mapToInt(
              limit -> limit.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit))
          .findFirst()
          .orElse(Integer.MAX_VALUE);
    } catch (IOException noLinux) {
      return Integer.MAX_VALUE;
    }
  }

  private static String line(Contender contender, PacedLoad.Result result, long failed) {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.1f | %.2f | %.2f | %.1f | %,.0f | %d |%n",
        contender.name(),
        result.measured().perSecond(),
        result.measured().cpuMicros(),
        result.lateness().median(),
        result.lateness().p99(),
        result.lateness().most(),
        result.measured().residentMegabytes(),
        failed);
  }
}
