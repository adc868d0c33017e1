package dev.polder.gateway.call;

import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.route.Ladder;
import dev.polder.model.Deployment;
import dev.polder.model.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that clients may ask for by a model name: the use cases, then deployments and pools
/// by their own names, which are served without fallback. Immutable; any thread may ask.
public final class Catalogue {
  private final Map<String, UseCase> byName = new LinkedHashMap<>();
  private final List<UseCase> useCases;

  /// @param direct what can be asked for by a deployment's or a pool's own name
  public Catalogue(Collection<UseCase> useCases, Collection<UseCase> direct) {
    this.useCases = List.copyOf(useCases);
    for (UseCase useCase : useCases) {
      byName.put(useCase.name(), useCase);
    }
    for (UseCase own : direct) {
      byName.putIfAbsent(own.name(), own);
    }
  }

  /// @param policy what holds for a deployment that is asked for by its own name
  public Catalogue(
      Collection<UseCase> useCases, Collection<Deployment> deployments, ContinuityPolicy policy) {
    this(
        useCases,
        deployments.stream()
            .map(one -> new UseCase(one.name(), "", Ladder.of(List.of(one)), policy))
            .toList());
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
    return Nearest.to(name, byName.keySet());
  }
}
