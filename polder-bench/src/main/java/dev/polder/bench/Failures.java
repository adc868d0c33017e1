package dev.polder.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Everything that went wrong, counted by its reason: a run with any is a failed run. Any thread.
final class Failures {
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void add(String reason) {
    counts.computeIfAbsent(reason, unseen -> new LongAdder()).increment();
  }

  boolean none() {
    return counts.isEmpty();
  }

  long count() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// Such as `polder, answer-2k: status 502 (3 times)`, a line each.
  String lines() {
    return counts.entrySet().stream()
        .map(entry -> "%s (%d times)".formatted(entry.getKey(), entry.getValue().sum()))
        .collect(Collectors.joining("\n"));
  }
}
