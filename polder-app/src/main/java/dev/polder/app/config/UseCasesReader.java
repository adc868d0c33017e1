package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.UseCaseEntry;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Hedge;
import dev.polder.gateway.continuity.Limits;
import dev.polder.model.bundle.Bundle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// Makes settings of the file's use cases.
///
/// @param deployments names of all in the file, also of those with faults, as of pools and classes
record UseCasesReader(
    Set<String> deployments, Set<String> pools, Set<String> dataClasses, BundlesReader bundles) {

  /// @param all the place of all use cases
  List<UseCaseSettings> read(Map<String, UseCaseEntry> entries, Place all) {
    List<UseCaseSettings> settings = new ArrayList<>();
    entries.forEach((name, entry) -> {
      checkName(name, all);
      Place place = all.at(name);
      checkCandidates(entry.candidates(), place);
      checkDataClass(entry, place);
      settings.add(useCase(name, entry, bundles.read(entry, place)));
    });
    return List.copyOf(settings);
  }

  private void checkName(String name, Place all) {
    if (deployments.contains(name) || pools.contains(name)) {
      all.faultAt(
          name,
          "%s has the name of a %s; clients could not tell them apart. Rename one.",
          all.at(name).title(),
          deployments.contains(name) ? "deployment" : "pool");
    }
  }

  private void checkCandidates(List<String> candidates, Place place) {
    Set<String> known = new TreeSet<>(deployments);
    known.addAll(pools);
    String kinds = pools.isEmpty() ? "deployment" : "deployment or pool";
    Set<String> seen = new LinkedHashSet<>();
    for (String candidate : candidates) {
      if (!known.contains(candidate)) {
        place.faultAt(
            "candidates",
            "%s names no known %s '%s'. Known %s: %s.",
            place.title(),
            kinds,
            candidate,
            pools.isEmpty() ? "deployments" : "deployments and pools",
            Names.sorted(known));
      } else if (!seen.add(candidate)) {
        place.faultAt("candidates", "%s lists '%s' twice. Keep one.", place.title(), candidate);
      }
    }
  }

  private void checkDataClass(UseCaseEntry entry, Place place) {
    entry
        .dataClass()
        .filter(name -> !dataClasses.contains(name))
        .ifPresent(name ->
            place.faultAt(
                "data-class",
                "%s names no known data class '%s'. Known data classes: %s.",
                place.title(),
                name,
                Names.sorted(dataClasses)));
  }

  private static UseCaseSettings useCase(
      String name, UseCaseEntry entry, Map<String, Bundle> bundles) {
    UseCaseEntry.Limits limits = entry.limits();
    return new UseCaseSettings(
        name,
        entry.description().orElse(""),
        entry.candidates(),
        new ContinuityPolicy(
            entry.interruption(),
            new Limits(
                limits.connect(),
                limits.firstToken(),
                limits.betweenTokens(),
                limits.answer(),
                limits.call(),
                limits.patience(),
                limits.hold()),
            entry.buffer().bytes(),
            entry.retries(),
            entry
                .hedge()
                .map(hedge -> new Hedge(hedge.after(), hedge.share().fraction(), hedge.paid()))),
        entry.dataClass(),
        entry
            .maxPriceFactor()
            .map(factor -> OptionalDouble.of(factor.times()))
            .orElseGet(OptionalDouble::empty),
        bundles);
  }
}
