package dev.polder.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All observations, and the tables that they make. Any thread may add.
final class Tally {
  private final List<Observation> observations = new ArrayList<>();

  synchronized void add(Observation observation) {
    observations.add(observation);
  }

  private synchronized List<Observation> copy() {
    return List.copyOf(observations);
  }

  int count(Predicate<Observation> which) {
    return (int) copy().stream().filter(which).count();
  }

  int lost() {
    return count(observation -> observation.ending() == Observation.Ending.LOST);
  }

  /// One line for the live view.
  String line() {
    return "%d calls: %d by primary, %d by fallback, %d refused honestly, %d lost"
        .formatted(
            count(any -> true),
            count(observation -> observation.servedBy("primary")),
            count(observation -> observation.servedBy("fallback")),
            count(Observation::refused),
            lost());
  }

  /// What happened by phase, at most 80 columns wide.
  String phases() {
    StringBuilder table = new StringBuilder(row("", phase -> phase.title()));
    table.append(row("calls", phase -> number(phase, any -> true)));
    table.append(
        row("served by primary", phase -> number(phase, seen -> seen.servedBy("primary"))));
    table.append(
        row("served by fallback", phase -> number(phase, seen -> seen.servedBy("fallback"))));
    table.append(row("refused honestly", phase -> number(phase, seen -> seen.refused())));
    table.append(
        row("lost", phase -> number(phase, seen -> seen.ending() == Observation.Ending.LOST)));
    table.append(row("median latency, ms", phase -> latency(phase, 0.5)));
    table.append(row("95th percentile, ms", phase -> latency(phase, 0.95)));
    table.append(row("longest, ms", phase -> latency(phase, 1)));
    return table.toString();
  }

  private interface Cell {
    String of(Phase phase);
  }

  private static String row(String name, Cell cell) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-22s", name));
    for (Phase phase : Phase.values()) {
      row.append(String.format(Locale.ROOT, "%12s", cell.of(phase)));
    }
    return row.append(System.lineSeparator()).toString();
  }

  private String number(Phase phase, Predicate<Observation> which) {
    return Integer.toString(count(which.and(seen -> seen.phase() == phase)));
  }

  private String latency(Phase phase, double quantile) {
    List<Duration> sorted =
        copy().stream()
            .filter(seen -> seen.phase() == phase && seen.ending() == Observation.Ending.ANSWERED)
            .map(Observation::duration)
            .sorted()
            .toList();
    if (sorted.isEmpty()) {
      return "-";
    }
    int rank = (int) Math.ceil(quantile * sorted.size()) - 1;
    return Long.toString(sorted.get(Math.max(0, rank)).toMillis());
  }

  /// What became of each use case while the primary was withdrawn, at most 80 columns wide.
  String withdrawn(Map<String, Part> parts) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "  %-10s%-28s%12s%10s  %s%n",
                "",
                "measured beforehand",
                "by fallback",
                "refused",
                "marked"));
    parts.forEach((useCase, part) -> {
      Predicate<Observation> here =
          seen -> seen.useCase().equals(useCase) && seen.phase() == Phase.WITHDRAWN;
      table.append(
          String.format(
              Locale.ROOT,
              "  %-10s%-28s%12d%10d  %s%n",
              useCase,
              part.title(),
              count(here.and(seen -> seen.servedBy("fallback"))),
              count(here.and(Observation::refused)),
              marks(here.and(seen -> seen.servedBy("fallback")))));
    });
    return table.toString();
  }

  /// The words by which answers were marked, without what is said beside them.
  private String marks(Predicate<Observation> which) {
    String words =
        copy().stream()
            .filter(which)
            .map(seen -> seen.evidence().replaceFirst(";.*", ""))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "-" : words;
  }

  /// The last observation that is so, if there is one.
  Optional<Observation> last(Predicate<Observation> which) {
    return copy().reversed().stream().filter(which).findFirst();
  }

  /// How often each candidate was right, by use case, at most 80 columns wide.
  String quality(Collection<String> useCases) {
    StringBuilder table =
        new StringBuilder(
            String.format(Locale.ROOT, "  %-10s%-34s%s%n", "", "primary", "fallback"));
    for (String useCase : useCases) {
      table.append(
          String.format(
              Locale.ROOT,
              "  %-10s%-34s%s%n",
              useCase,
              share(useCase, "primary"),
              share(useCase, "fallback")));
    }
    return table.toString();
  }

  private Share share(String useCase, String served) {
    Stream<Observation> answered =
        copy().stream()
            .filter(seen -> seen.useCase().equals(useCase) && seen.served().equals(served));
    List<Observation> all = answered.toList();
    return new Share((int) all.stream().filter(Observation::right).count(), all.size());
  }
}
