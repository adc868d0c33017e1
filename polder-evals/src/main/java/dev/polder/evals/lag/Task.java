package dev.polder.evals.lag;

import dev.polder.evidence.survival.Lag;
import dev.polder.evidence.survival.MeasuredModel;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// One task and what models scored on its items.
///
/// @param clusters the cluster of each item; empty where every item stands for itself
/// @param until until when releases were looked at: the day of the last measurement
/// @param leftOut models that have no release date, or a newer run
public record Task(
    String name,
    List<MeasuredModel> models,
    Map<String, String> clusters,
    LocalDate until,
    int leftOut) {
  /// Copies.
  public Task {
    models = List.copyOf(models);
    clusters = Map.copyOf(clusters);
  }

  /// Whether there is anything to compare: a closed model and an open-weight one.
  public boolean comparable() {
    return closed() > 0 && closed() < models.size();
  }

  /// How many closed models there are; the others are open.
  public int closed() {
    return (int) models.stream().filter(model -> !model.openWeight()).count();
  }

  /// How many items anybody was measured on.
  public int items() {
    Set<String> items = new HashSet<>();
    models.forEach(model -> items.addAll(model.scores().keySet()));
    return items.size();
  }

  /// The same with every item for itself.
  public Task withoutClusters() {
    return new Task(name, models, Map.of(), until, leftOut);
  }

  /// The lag on it.
  ///
  /// @param seed of the bootstrap
  public Lag lag(double margin, double alpha, double confidence, int draws, long seed) {
    return Lag.of(
        models,
        clusters,
        new Lag.Question(margin, alpha, until, confidence, draws),
        new SplittableRandom(seed));
  }

  /// Clusters of all items where some have one: the others are clusters of their own.
  static Map<String, String> complete(Map<String, String> clusters, Set<String> items) {
    if (clusters.isEmpty()) {
      return clusters;
    }
    Map<String, String> all = new HashMap<>();
    items.forEach(item -> all.put(item, clusters.getOrDefault(item, "item " + item)));
    return all;
  }
}
