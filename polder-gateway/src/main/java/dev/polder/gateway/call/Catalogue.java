package dev.polder.gateway.call;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.route.Ladder;
import dev.polder.model.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that clients may ask for by a model name: the use cases, then the deployments by
/// their own names, which are served without fallback. Immutable; any thread may ask.
public final class Catalogue {
  /// Longer names are no slips of the pen, and comparing them would take long.
  private static final int LONGEST_COMPARED = 200;

  private final Map<String, UseCase> byName = new LinkedHashMap<>();
  private final List<UseCase> useCases;

  /// @param policy what holds for a deployment that is asked for by its own name
  public Catalogue(
      Collection<UseCase> useCases, Collection<Deployment> deployments, ContinuityPolicy policy) {
    this.useCases = List.copyOf(useCases);
    for (UseCase useCase : useCases) {
      byName.put(useCase.name(), useCase);
    }
    for (Deployment deployment : deployments) {
      byName.putIfAbsent(
          deployment.name(),
          new UseCase(deployment.name(), "", Ladder.of(List.of(deployment)), policy));
    }
  }

  public Optional<UseCase> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Everything that can be asked for, use cases first.
  public List<UseCase> all() {
    return List.copyOf(byName.values());
  }

  /// The use cases only.
  public List<UseCase> useCases() {
    return useCases;
  }

  /// The up to three names that look most like `name`, the likeliest first.
  public List<String> nearest(String name) {
    if (name.length() > LONGEST_COMPARED) {
      return byName.keySet().stream().limit(3).toList();
    }
    return byName.keySet().stream()
        .sorted(Comparator.comparingInt(known -> distance(known, name)))
        .limit(3)
        .toList();
  }

  /// Levenshtein's edit distance (Soviet Physics Doklady 10, 1966), by rows.
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int substituted = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substituted, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[other.length()];
  }
}
