package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.config.value.Country;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds ladders that one event can take away as a whole.
record LadderReview(Configuration configuration, Candidates candidates) {
  private record Pair(String primary, String fallback) {}

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Map<Pair, List<String>> useCases = new LinkedHashMap<>();
    for (UseCaseSettings useCase : configuration.useCases()) {
      String primary = useCase.candidates().getFirst();
      List<String> fallbacks = useCase.candidates().subList(1, useCase.candidates().size());
      if (fallbacks.isEmpty()) {
        warnings.add(
            "Use case '%s' has no fallback: it stops when '%s' stops. Add a candidate that others"
                    .formatted(useCase.name(), primary)
                + " run, or say to those who rely on it that there is none.");
      }
      for (String fallback : fallbacks) {
        useCases
            .computeIfAbsent(new Pair(primary, fallback), pair -> new ArrayList<>())
            .add(useCase.name());
      }
    }
    // One warning for all use cases with the same two candidates: the remedy is the same too.
    useCases.forEach((pair, names) -> shared(pair, names).ifPresent(warnings::add));
    return warnings;
  }

  private Optional<String> shared(Pair pair, List<String> useCases) {
    List<DeploymentSettings> primary = candidates.deployments(pair.primary());
    List<DeploymentSettings> fallback = candidates.deployments(pair.fallback());
    List<String> ties = new ArrayList<>();
    same(primary, fallback, deployment -> Optional.of(deployment.provider()))
        .ifPresent(provider ->
            ties.add(
                "Both are at provider '%s': both stop if it fails or ends its service."
                    .formatted(provider)));
    same(primary, fallback, deployment -> known(deployment.jurisdiction().control()))
        .ifPresent(control ->
            ties.add(
                "Both are controlled from %s: both stop if the law there has them withdrawn."
                    .formatted(Countries.named(control))));
    same(primary, fallback, deployment -> known(deployment.jurisdiction().maker()))
        .ifPresent(maker ->
            ties.add(
                "Both models were made in %s: both stop if the law there takes back models or licences."
                    .formatted(Countries.named(maker))));
    same(primary, fallback, DeploymentSettings::place)
        .ifPresent(place ->
            ties.add(
                "Both stand at '%s': both stop if power, network or building fails there."
                    .formatted(place)));
    return ties.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: the fallback '%s' depends on the same as its primary '%s'. %s"
                .formatted(
                    UseCases.named(useCases),
                    pair.fallback(),
                    pair.primary(),
                    String.join(" ", ties)));
  }

  /// What all deployments on both sides have in common: only then does one event stop both.
  private static Optional<String> same(
      List<DeploymentSettings> primary,
      List<DeploymentSettings> fallback,
      Function<DeploymentSettings, Optional<String>> fact) {
    Set<Optional<String>> facts = primary.stream().map(fact).collect(Collectors.toSet());
    fallback.stream().map(fact).forEach(facts::add);
    return facts.size() == 1 ? facts.iterator().next() : Optional.empty();
  }

  private static Optional<String> known(String country) {
    return country.equals(Country.UNKNOWN.code()) ? Optional.empty() : Optional.of(country);
  }
}
