package dev.polder.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// Where a process's CPU goes, by whose code runs, from a recording of Flight Recorder's samples.
final class Profile {
  /// Packages and what they are called, the first that fits.
  private static final Map<String, String> AREAS = areas();

  private static final String ELSEWHERE = "the JDK, without any of these";
  private static final String COMPILER = "compiling and collecting garbage";

  /// A workload's stretch of the recording.
  record Stretch(Workload workload, Instant from, Instant to) {}

  private Profile() {}

  private static Map<String, String> areas() {
    Map<String, String> areas = new LinkedHashMap<>();
    areas.put("com.fasterxml.jackson.", "reading JSON (Jackson)");
    areas.put("dev.polder.model.openai.", "reading JSON (ours)");
    areas.put("dev.polder.model.", "attempts at providers");
    areas.put("dev.polder.http.sse.", "cutting events");
    areas.put("dev.polder.http.", "bytes and sockets (ours)");
    areas.put("dev.polder.gateway.ledger.", "receipts");
    areas.put("dev.polder.gateway.server.", "requests and replies");
    areas.put("dev.polder.", "carrying the call");
    areas.put("io.vertx.", "Vert.x");
    areas.put("io.netty.channel.epoll.", "sockets and the kernel (Netty)");
    areas.put("io.netty.channel.unix.", "sockets and the kernel (Netty)");
    areas.put("io.netty.", "Netty");
    return areas;
  }

  /// The flags with which a JVM records itself to `file`, sampling by CPU time (JEP 509), which
  /// sees native code and the kernel too.
  static String flags(Path file) {
    return "-XX:StartFlightRecording:filename=%s,jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=5ms"
        .formatted(file);
  }

  /// A table in Markdown: each workload's shares of samples by area.
  static String table(Path file, List<Stretch> stretches) throws IOException {
    Map<String, Map<Workload, Integer>> counts = new LinkedHashMap<>();
    Map<Workload, Integer> totals = new EnumMap<>(Workload.class);
    AREAS.values().forEach(area -> counts.put(area, new EnumMap<>(Workload.class)));
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (!event.getEventType().getName().equals("jdk.CPUTimeSample")) {
          continue;
        }
        for (Stretch stretch : stretches) {
          if (event.getStartTime().isAfter(stretch.from())
              && event.getStartTime().isBefore(stretch.to())) {
            counts
                .computeIfAbsent(area(event), unseen -> new EnumMap<>(Workload.class))
                .merge(stretch.workload(), 1, Integer::sum);
            totals.merge(stretch.workload(), 1, Integer::sum);
          }
        }
      }
    }
    return table(counts, totals);
  }

  private static String table(
      Map<String, Map<Workload, Integer>> counts, Map<Workload, Integer> totals) {
    StringBuilder text = new StringBuilder("| share of CPU samples, % |");
    totals.keySet().forEach(workload -> text.append(' ').append(workload.title()).append(" |"));
    text.append("\n|---|").append("---|".repeat(totals.size())).append('\n');
    counts.forEach((area, byWorkload) -> {
      if (byWorkload.isEmpty()) {
        return;
      }
      text.append("| ").append(area).append(" |");
      totals.forEach((workload, total) ->
          text.append(
              String.format(
                  Locale.ROOT, " %.1f |", 100.0 * byWorkload.getOrDefault(workload, 0) / total)));
      text.append('\n');
    });
    text.append("| samples |");
    totals.values().forEach(total -> text.append(' ').append(total).append(" |"));
    return text.append('\n').toString();
  }

  private static String area(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return COMPILER;
    }
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String name = frame.getMethod().getType().getName();
      for (Map.Entry<String, String> area : AREAS.entrySet()) {
        if (name.startsWith(area.getKey())) {
          return area.getValue();
        }
      }
    }
    return ELSEWHERE;
  }
}
