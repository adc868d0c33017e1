package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.UseCaseEntry;
import dev.polder.app.config.value.Proportion;
import dev.polder.evidence.finding.Requirement;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Hedge;
import dev.polder.gateway.continuity.Limits;
import dev.polder.model.bundle.Bundle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// Makes settings of the file's use cases.
///
/// @param deployments names of all in the file, also of those with faults, as of pools, classes and
///   suites
record UseCasesReader(
    Set<String> deployments,
    Set<String> pools,
    Set<String> dataClasses,
    Set<String> suites,
    BundlesReader bundles,
    ShadowsReader shadows) {
  /// A verdict that may be wrong more often is no evidence.
  private static final double LEAST_CONFIDENCE = 0.8;

  /// @param all the place of all use cases
  List<UseCaseSettings> read(Map<String, UseCaseEntry> entries, Place all) {
    List<UseCaseSettings> settings = new ArrayList<>();
    entries.forEach((name, entry) -> {
      checkName(name, all);
      Place place = all.at(name);
      checkCandidates(entry.candidates(), place);
      checkDataClass(entry, place);
      entry.evidence().ifPresent(evidence -> checkEvidence(evidence, place));
      checkLastResort(entry, place);
      settings.add(useCase(name, entry, place));
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

  private void checkEvidence(UseCaseEntry.Evidence evidence, Place useCase) {
    Place place = useCase.at("evidence");
    if (!place.isSound()) {
      return;
    }
    if (asks(evidence) && evidence.suite().isEmpty() && !place.has("suite")) {
      place.fault(
          "%s asks for evidence but names no 'suite' to measure by. Add one, such as suite: letters, or"
              + " write require: off.",
          useCase.title());
    }
    evidence
        .suite()
        .filter(name -> !suites.contains(name))
        .ifPresent(name ->
            place.faultAt(
                "suite",
                "%s names no known suite '%s'. %s",
                useCase.title(),
                name,
                suites.isEmpty()
                    ? "Name its folder under 'suites', such as %s: suites/%s.".formatted(name, name)
                    : "Known suites: " + Names.sorted(suites) + "."));
    if (evidence.maxAge().isZero()) {
      place.faultAt(
          "max-age",
          "%s: a 'max-age' of 0d lets no finding count. Write some days, such as 90d.",
          useCase.title());
    }
    if (evidence.confidence().fraction() < LEAST_CONFIDENCE) {
      place.faultAt(
          "confidence",
          "%s: 'confidence' is below 80%%, so that every fifth verdict could be wrong. Write 80%% or"
              + " more; 95%% is usual.",
          useCase.title());
    }
  }

  private static boolean asks(UseCaseEntry.Evidence evidence) {
    return evidence.require() != Requirement.Rigour.OFF;
  }

  private static void checkLastResort(UseCaseEntry entry, Place place) {
    if (!place.hasSound("last-resort") || entry.lastResort().isEmpty()) {
      return;
    }
    List<String> fallbacks =
        entry
            .candidates()
            .subList(Math.min(1, entry.candidates().size()), entry.candidates().size());
    String name = entry.lastResort().get();
    if (!fallbacks.contains(name)) {
      place.faultAt(
          "last-resort",
          "%s: its 'last-resort' '%s' is none of its fallbacks. %s",
          place.title(),
          name,
          fallbacks.isEmpty()
              ? "List it under 'candidates', behind the primary."
              : "Fallbacks: " + String.join(", ", fallbacks) + ".");
    }
    boolean strict =
        entry.evidence().filter(asked -> asked.require() == Requirement.Rigour.STRICT).isPresent();
    if (!strict && (!place.has("evidence") || place.hasSound("evidence"))) {
      place.faultAt(
          "last-resort",
          "%s has a 'last-resort', but is not strict about evidence, so that every fallback may answer."
              + " Remove it, or write evidence: {require: strict}.",
          place.title());
    }
  }

  private UseCaseSettings useCase(String name, UseCaseEntry entry, Place place) {
    Map<String, Bundle> all = bundles.read(entry, place);
    Map<String, Bundle> itsOwn = new HashMap<>(all);
    // A shadow that is no candidate is told the same, but is no part of what runs are compared by.
    itsOwn.keySet().retainAll(entry.candidates());
    Bundle shadowed =
        entry
            .shadow()
            .map(shadow -> all.getOrDefault(shadow.candidate(), Bundle.NONE))
            .orElse(Bundle.NONE);
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
        Map.copyOf(itsOwn),
        entry.evidence().filter(UseCasesReader::asks).map(UseCasesReader::evidence),
        entry.lastResort(),
        shadows.read(entry, shadowed, place));
  }

  private static EvidenceSettings evidence(UseCaseEntry.Evidence evidence) {
    return new EvidenceSettings(
        evidence.suite().orElse(""),
        evidence.margin().fraction(),
        fraction(evidence.guardrail()),
        evidence.confidence().fraction(),
        fraction(evidence.floor()),
        evidence.require(),
        // It is written in days, and nothing else.
        Duration.ofDays(evidence.maxAge().get(ChronoUnit.DAYS)));
  }

  private static OptionalDouble fraction(Optional<Proportion> share) {
    return share.map(part -> OptionalDouble.of(part.fraction())).orElseGet(OptionalDouble::empty);
  }
}
