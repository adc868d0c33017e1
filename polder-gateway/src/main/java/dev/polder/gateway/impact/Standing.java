package dev.polder.gateway.impact;

import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.route.Rung;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How one use case stands: its ladder, who serves, and how much there is to serve.
///
/// @param direct whether it is no use case but a deployment that is asked for by its own name
/// @param callsPerMinute of this operation, over the last minutes
/// @param rungs its candidates, the primary first
public record Standing(
    UseCase useCase, boolean direct, Operation operation, double callsPerMinute, List<Rung> rungs) {
  public Standing {
    rungs = List.copyOf(rungs);
  }

  /// How everything stands that can be asked for, under these restrictions: use cases always,
  /// deployments asked for by their own names where there are calls.
  public static List<Standing> all(
      Catalogue catalogue, Router router, Traffic traffic, Restrictions restrictions) {
    List<Standing> all = new ArrayList<>();
    for (UseCase useCase : catalogue.all()) {
      of(useCase, catalogue, router, traffic, restrictions).stream()
          .filter(standing -> !standing.direct() || standing.callsPerMinute() > 0)
          .forEach(all::add);
    }
    return all;
  }

  /// How this one stands, for every operation that it is asked for.
  public static List<Standing> of(
      UseCase useCase,
      Catalogue catalogue,
      Router router,
      Traffic traffic,
      Restrictions restrictions) {
    boolean direct = !catalogue.useCases().contains(useCase);
    return operations(useCase, traffic).stream()
        .map(operation ->
            new Standing(
                useCase,
                direct,
                operation,
                traffic.callsPerMinute(useCase.name(), operation),
                router.look(useCase.ladder(), useCase.demands(operation), restrictions)))
        .toList();
  }

  /// The same calls as they would stand under other restrictions.
  Standing under(Router router, Restrictions instead) {
    return new Standing(
        useCase,
        direct,
        operation,
        callsPerMinute,
        router.look(useCase.ladder(), useCase.demands(operation), instead));
  }

  /// What it is asked; where nothing was asked lately, what its primary is for: a model whose
  /// vectors have a known dimension embeds.
  private static Set<Operation> operations(UseCase useCase, Traffic traffic) {
    Set<Operation> seen = traffic.operations(useCase.name());
    if (!seen.isEmpty()) {
      return seen;
    }
    Deployment primary = useCase.ladder().primary().pool().getFirst();
    return Set.of(primary.traits().dimension().isPresent() ? Operation.EMBEDDINGS : Operation.CHAT);
  }

  /// The rung that calls go to now.
  public Optional<Rung> serving() {
    return rungs.stream().filter(rung -> !rung.usable().isEmpty()).findFirst();
  }

  /// The deployments that calls go to now; none where the use case is dark.
  public List<String> servers() {
    return serving().stream()
        .flatMap(rung -> rung.usable().stream())
        .map(Deployment::name)
        .toList();
  }

  /// Whether nobody may serve it.
  public boolean dark() {
    return serving().isEmpty();
  }

  /// Why each deployment that may not serve may not.
  public List<Exclusion> exclusions() {
    return rungs.stream().flatMap(rung -> rung.exclusions().stream()).toList();
  }
}
