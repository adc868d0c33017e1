package dev.polder.evidence.survival;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The items and models that one round of a race is about: all as they were measured, or drawn anew
/// for the bootstrap.
final class Draw {
  private final int[] items;
  private final int[] clusters;
  private final int[] closed;
  private final int[] open;

  private Draw(int[] items, int[] clusters, int[] closed, int[] open) {
    this.items = items;
    this.clusters = clusters;
    this.closed = closed;
    this.open = open;
  }

  static Draw asMeasured(Race race) {
    List<Integer> every = IntStream.range(0, race.clusters().size()).boxed().toList();
    return of(race, every, race.closed(), race.open());
  }

  static Draw anew(Race race, RandomGenerator random) {
    int many = race.clusters().size();
    List<Integer> clusters = random.ints(many, 0, many).boxed().toList();
    return of(race, clusters, drawn(race.closed(), random), drawn(race.open(), random));
  }

  private static Draw of(Race race, List<Integer> chosen, int[] closed, int[] open) {
    List<Integer> items = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    for (int place = 0; place < chosen.size(); place++) {
      for (int item : race.clusters().get(chosen.get(place))) {
        items.add(item);
        clusters.add(place);
      }
    }
    return new Draw(ints(items), ints(clusters), closed, open);
  }

  /// Drawn with replacement; a model that was drawn twice is one, as its double changes nothing.
  private static int[] drawn(int[] models, RandomGenerator random) {
    return IntStream.range(0, models.length)
        .map(i -> models[random.nextInt(models.length)])
        .distinct()
        .sorted() // indices are in order of release
        .toArray();
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Indices of items; one that was drawn twice is there twice.
  int[] items() {
    return items;
  }

  /// The cluster of each of the items; a cluster that was drawn twice is two.
  int[] clusters() {
    return clusters;
  }

  /// Indices of closed models, in order of release.
  int[] closed() {
    return closed;
  }

  /// Indices of open-weight models, in order of release.
  int[] open() {
    return open;
  }
}
