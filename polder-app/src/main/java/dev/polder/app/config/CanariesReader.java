package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.CanaryEntry;
import dev.polder.app.config.file.DeploymentEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// Makes settings of the file's canaries.
///
/// @param deployments all that the file has
/// @param pools the names of pools, and `suites` those of suites
record CanariesReader(
    Map<String, DeploymentEntry> deployments, Set<String> pools, Set<String> suites) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /// @param all the place of all canaries
  List<CanarySettings> read(Map<String, CanaryEntry> entries, Place all) {
    List<CanarySettings> settings = new ArrayList<>();
    entries.forEach((name, entry) -> {
      Place place = all.at(name);
      checkDeployment(name, entry, all);
      checkSuite(entry, place);
      if (place.hasSound("every") && entry.every().compareTo(SHORTEST) < 0) {
        place.faultAt(
            "every", "%s: 'every' is below 1m. Write 1m or more; 6h is usual.", place.title());
      }
      settings.add(canary(name, entry));
    });
    return List.copyOf(settings);
  }

  private void checkDeployment(String name, CanaryEntry entry, Place all) {
    if (pools.contains(name)) {
      all.faultAt(
          name,
          "Canary '%s' is named after a pool, whose deployments may change one by one. Name a canary"
              + " after each deployment that may.",
          name);
    } else if (!deployments.containsKey(name)) {
      all.faultAt(
          name,
          "Canary '%s' is named after no known deployment. Known deployments: %s.",
          name,
          Names.sorted(deployments.keySet()));
    } else if (entry.limitMoney().isPresent() && deployments.get(name).price().isEmpty()) {
      all.at(name)
          .faultAt(
              "limit-money",
              "Canary '%s' has a 'limit-money', but its deployment no price. Add to the deployment, per"
                  + " million tokens: price: {input: 2.5, output: 10}.",
              name);
    }
  }

  private void checkSuite(CanaryEntry entry, Place place) {
    if (place.hasSound("suite") && !suites.contains(entry.suite())) {
      place.faultAt(
          "suite",
          "%s names no known suite '%s'. %s",
          place.title(),
          entry.suite(),
          suites.isEmpty()
              ? "Name its folder under 'suites', such as %s: suites/%s."
                  .formatted(entry.suite(), entry.suite())
              : "Known suites: " + Names.sorted(suites) + ".");
    }
  }

  private static CanarySettings canary(String name, CanaryEntry entry) {
    return new CanarySettings(
        name,
        entry.suite(),
        entry.every(),
        entry.samples(),
        entry.baseline(),
        entry.concurrency(),
        entry.steady(),
        entry
            .limitMoney()
            .map(money -> OptionalDouble.of(money.amount()))
            .orElseGet(OptionalDouble::empty),
        entry.limitTokens().map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }
}
