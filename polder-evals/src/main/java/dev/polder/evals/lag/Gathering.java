package dev.polder.evals.lag;

import dev.polder.evidence.survival.MeasuredModel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Scores of one task as they come in.
final class Gathering {
  private final Map<String, Release> releases = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
  private final Map<String, String> clusters = new HashMap<>();
  private LocalDate until = LocalDate.MIN;

  void model(String place, String model, Release release) throws BadResultsException {
    Release before = releases.putIfAbsent(model, release);
    if (before != null && !before.equals(release)) {
      throw new BadResultsException(
          place,
          "model '%s' is said to be released on %s (%s) here and on %s (%s) before. Decide."
              .formatted(model, release.day(), word(release), before.day(), word(before)));
    }
    seen(release.day());
  }

  private static String word(Release release) {
    return release.openWeight() ? "open" : "closed";
  }

  void seen(LocalDate day) {
    until = day.isAfter(until) ? day : until;
  }

  void score(String place, String model, String item, double score) throws BadResultsException {
    if (scores.computeIfAbsent(model, first -> new HashMap<>()).put(item, score) != null) {
      throw new BadResultsException(
          place,
          "item '%s' of model '%s' is there twice. Keep one, or write the mean of several tries."
              .formatted(item, model));
    }
  }

  void cluster(String place, String item, String cluster) throws BadResultsException {
    String before = clusters.putIfAbsent(item, cluster);
    if (before != null && !before.equals(cluster)) {
      throw new BadResultsException(
          place,
          "item '%s' is in cluster '%s' here and in '%s' before. Decide."
              .formatted(item, cluster, before));
    }
  }

  Task task(String name, int leftOut) {
    List<MeasuredModel> models = new ArrayList<>();
    Set<String> items = new HashSet<>();
    scores.forEach((model, byItem) -> {
      Release release = releases.get(model);
      if (release != null) {
        models.add(new MeasuredModel(model, release.openWeight(), release.day(), byItem));
        items.addAll(byItem.keySet());
      }
    });
    return new Task(name, models, Task.complete(clusters, items), until, leftOut);
  }
}
