package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DataClassSettings;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.PoolSettings;
import dev.polder.app.config.ProviderSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what nothing uses.
record UnusedReview(Configuration configuration) {
  List<String> warnings() {
    Set<String> candidates =
        set(configuration.useCases(), useCase -> useCase.candidates().stream());
    Set<String> members = set(configuration.pools(), pool -> pool.deployments().stream());
    members.addAll(candidates);
    return Stream.of(
            unused(
                configuration.providers(),
                ProviderSettings::name,
                set(configuration.deployments(), known -> Stream.of(known.provider())),
                "Provider '%s' serves no deployment. Remove it, or name it in one."),
            unused(
                configuration.deployments(),
                DeploymentSettings::name,
                members,
                "Deployment '%s' is a candidate of no use case; only clients that ask for it by name"
                    + " reach it. Remove it, or name it under 'candidates'."),
            unused(
                configuration.pools(),
                PoolSettings::name,
                candidates,
                "Pool '%s' is a candidate of no use case. Remove it, or name it under 'candidates'."),
            unused(
                configuration.dataClasses(),
                DataClassSettings::name,
                set(configuration.useCases(), useCase -> useCase.dataClass().stream()),
                "Data class '%s' binds no use case. Name it under 'data-class' of those that it is"
                    + " for, or remove it."))
        .flatMap(List::stream)
        .toList();
  }

  private static <T> Set<String> set(List<T> things, Function<T, Stream<String>> names) {
    return things.stream().flatMap(names).collect(Collectors.toCollection(HashSet::new));
  }

  private static <T> List<String> unused(
      List<T> things, Function<T, String> name, Set<String> used, String warning) {
    return things.stream()
        .map(name)
        .filter(any -> !used.contains(any))
        .map(warning::formatted)
        .toList();
  }
}
