package dev.polder.evidence.survival;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Closed and open-weight models on one task, as numbers: who set a frontier, and who caught up.
final class Race {
  private static final double DAYS_A_MONTH = 365.2425 / 12;

  private final List<MeasuredModel> models;
  private final double[][] scores; // by model and item; not a number where it was not measured
  private final List<int[]> clusters = new ArrayList<>(); // the items of each
  private final CaughtUp.Governs governs;
  private final LocalDate today;
  private final CaughtUp rule;

  Race(
      List<MeasuredModel> measured,
      Map<String, String> clusterOfItem,
      LocalDate today,
      CaughtUp rule) {
    this.models = measured.stream().sorted(Comparator.comparing(MeasuredModel::released)).toList();
    this.today = today;
    this.rule = rule;
    check();
    List<String> items = items();
    this.scores = new double[models.size()][];
    for (int model = 0; model < scores.length; model++) {
      Map<String, Double> one = models.get(model).scores();
      scores[model] =
          items.stream().mapToDouble(item -> one.getOrDefault(item, Double.NaN)).toArray();
    }
    group(items, clusterOfItem);
    this.governs = governs(clusterOfItem.isEmpty());
  }

  private void check() {
    if (models.stream().allMatch(MeasuredModel::openWeight)) {
      throw new IllegalArgumentException(
          "without a closed model there is no frontier to lag behind");
    }
    for (MeasuredModel model : models) {
      if (model.released().isAfter(today)) {
        throw new IllegalArgumentException(
            "Model '%s' was released on %s, after the day of asking, %s. Leave it out."
                .formatted(model.model(), model.released(), today));
      }
    }
  }

  private List<String> items() {
    TreeSet<String> items = new TreeSet<>();
    for (MeasuredModel model : models) {
      items.addAll(model.scores().keySet());
    }
    return List.copyOf(items);
  }

  private void group(List<String> items, Map<String, String> clusterOfItem) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i);
      String cluster = clusterOfItem.isEmpty() ? item : clusterOfItem.get(item);
      if (cluster == null) {
        throw new IllegalArgumentException(
            "Item '" + item + "' has no cluster, though others have one.");
      }
      groups.computeIfAbsent(cluster, name -> new ArrayList<>()).add(i);
    }
    for (List<Integer> group : groups.values()) {
      clusters.add(group.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  private CaughtUp.Governs governs(boolean everyItemForItself) {
    if (!everyItemForItself) {
      return CaughtUp.Governs.CLUSTERS;
    }
    boolean binary =
        Arrays.stream(scores)
            .flatMapToDouble(Arrays::stream)
            .allMatch(score -> Double.isNaN(score) || score == 0 || score == 1);
    return binary ? CaughtUp.Governs.BINARY : CaughtUp.Governs.SCORES;
  }

  List<int[]> clusters() {
    return clusters;
  }

  int[] closed() {
    return indices(false);
  }

  int[] open() {
    return indices(true);
  }

  private int[] indices(boolean openWeight) {
    return IntStream.range(0, models.size())
        .filter(model -> models.get(model).openWeight() == openWeight)
        .toArray();
  }

  List<Lag.Gap> gaps(Draw draw) {
    List<Lag.Gap> gaps = new ArrayList<>();
    for (int frontier : frontiers(draw)) {
      gaps.add(gap(frontier, draw));
    }
    return gaps;
  }

  /// Closed models that were better than every closed one before; of one day, the best.
  private List<Integer> frontiers(Draw draw) {
    double[] means = new double[models.size()];
    Map<LocalDate, Integer> bestOfDay = new LinkedHashMap<>();
    for (int model : draw.closed()) {
      means[model] = mean(model, draw);
      bestOfDay.merge(
          models.get(model).released(),
          model,
          (one, other) -> means[other] > means[one] ? other : one);
    }
    List<Integer> frontiers = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (int model : bestOfDay.values()) {
      if (means[model] > best) {
        best = means[model];
        frontiers.add(model);
      }
    }
    return frontiers;
  }

  private double mean(int model, Draw draw) {
    return Arrays.stream(draw.items())
        .mapToDouble(item -> scores[model][item])
        .filter(score -> !Double.isNaN(score))
        .average()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private Lag.Gap gap(int frontier, Draw draw) {
    MeasuredModel closed = models.get(frontier);
    for (int open : draw.open()) {
      if (caughtUp(open, frontier, draw)) {
        MeasuredModel first = models.get(open);
        double months = Math.max(0, months(closed.released(), first.released()));
        return new Lag.Gap(closed.model(), closed.released(), Optional.of(first.model()), months);
      }
    }
    return new Lag.Gap(
        closed.model(), closed.released(), Optional.empty(), months(closed.released(), today));
  }

  private boolean caughtUp(int open, int frontier, Draw draw) {
    double[] differences = new double[draw.items().length];
    int[] clusters = new int[differences.length];
    int n = 0;
    for (int i = 0; i < differences.length; i++) {
      int item = draw.items()[i];
      double difference = scores[open][item] - scores[frontier][item];
      if (!Double.isNaN(difference)) {
        differences[n] = difference;
        clusters[n++] = draw.clusters()[i];
      }
    }
    return rule.test(Arrays.copyOf(differences, n), dense(Arrays.copyOf(clusters, n)), governs);
  }

  /// Cluster ids without gaps, as some clusters may have no item that both did.
  private static int[] dense(int[] clusters) {
    int next = -1;
    int last = -1;
    int[] ids = new int[clusters.length];
    for (int i = 0; i < clusters.length; i++) { // items of a cluster stand side by side
      if (clusters[i] != last) {
        last = clusters[i];
        next++;
      }
      ids[i] = next;
    }
    return ids;
  }

  private static double months(LocalDate from, LocalDate to) {
    return ChronoUnit.DAYS.between(from, to) / DAYS_A_MONTH;
  }
}
