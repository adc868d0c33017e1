package dev.polder.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// All figures of all rounds.
final class Results {
  private record Cell(String contender, Workload workload) {}

  private final Set<String> contenders = new LinkedHashSet<>();
  private final Map<Cell, List<Measured>> measured = new HashMap<>();
  private final Map<Cell, List<Latency>> latencies = new HashMap<>();

  void add(Contender contender, Workload workload, Measured one) {
    contenders.add(contender.name());
    measured.computeIfAbsent(cell(contender, workload), unseen -> new ArrayList<>()).add(one);
  }

  void add(Contender contender, Workload workload, Latency one) {
    contenders.add(contender.name());
    latencies.computeIfAbsent(cell(contender, workload), unseen -> new ArrayList<>()).add(one);
  }

  private static Cell cell(Contender contender, Workload workload) {
    return new Cell(contender.name(), workload);
  }

  boolean has(String contender) {
    return contenders.contains(contender);
  }

  /// One value a round.
  List<Double> measured(String contender, Workload workload, ToDoubleFunction<Measured> value) {
    return measured.getOrDefault(new Cell(contender, workload), List.of()).stream()
        .map(one -> value.applyAsDouble(one))
        .toList();
  }

  /// One value a round.
  List<Double> latencies(String contender, Workload workload, ToDoubleFunction<Latency> value) {
    return latencies.getOrDefault(new Cell(contender, workload), List.of()).stream()
        .map(one -> value.applyAsDouble(one))
        .toList();
  }
}
