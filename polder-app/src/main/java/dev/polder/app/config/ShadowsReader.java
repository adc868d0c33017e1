package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.UseCaseEntry;
import dev.polder.app.config.value.Proportion;
import dev.polder.app.config.value.ShadowScorer;
import dev.polder.evals.score.Likeness;
import dev.polder.evals.shadow.Rating;
import dev.polder.evals.shadow.SpoolKey;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Secret;
import dev.polder.model.bundle.AnswerSchema;
import dev.polder.model.bundle.Bundle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes settings of the shadows of use cases.
///
/// @param deployments that could be read, as `pools` and `dataClasses`
/// @param deploymentNames names of all in the file, also of those with faults, as `poolNames`
record ShadowsReader(
    List<DeploymentSettings> deployments,
    List<PoolSettings> pools,
    List<DataClassSettings> dataClasses,
    Set<String> deploymentNames,
    Set<String> poolNames,
    Secrets secrets) {
  private static final double USUAL_MARGIN = 0.05;

  /// @param bundle what the candidate is told
  Optional<ShadowSettings> read(UseCaseEntry entry, Bundle bundle, Place useCase) {
    if (entry.shadow().isEmpty() || !useCase.hasSound("shadow")) {
      return Optional.empty();
    }
    UseCaseEntry.Shadow shadow = entry.shadow().get();
    Place place = useCase.at("shadow");
    checkCandidate(shadow, entry, useCase, place);
    checkJudge(shadow, entry, useCase, place);
    if (shadow.spool().age().isZero()) {
      place.faultAt(
          "spool",
          "%s: an 'age' of nothing lets nothing wait. Write a time, such as 24h.",
          place.title());
    }
    Optional<Secret> key = key(shadow.spool(), place);
    checkRetention(shadow, place);
    return Optional.of(
        new ShadowSettings(
            shadow.candidate(),
            bundle,
            shadow.share().fraction(),
            rating(shadow, bundle, place),
            shadow.judge(),
            margin(shadow, entry),
            shadow.runLength(),
            shadow.concurrency(),
            shadow.retain().map(days -> Duration.ofDays(days.get(ChronoUnit.DAYS))),
            shadow.spool().size().bytes(),
            shadow.spool().age(),
            key));
  }

  private static double margin(UseCaseEntry.Shadow shadow, UseCaseEntry entry) {
    return shadow
        .margin()
        .or(() -> entry.evidence().map(UseCaseEntry.Evidence::margin))
        .map(Proportion::fraction)
        .orElse(USUAL_MARGIN);
  }

  private void checkCandidate(
      UseCaseEntry.Shadow shadow, UseCaseEntry entry, Place useCase, Place place) {
    if (!place.hasSound("candidate")) {
      return;
    }
    String name = shadow.candidate();
    if (!isKnown(name)) {
      place.faultAt(
          "candidate",
          "%s names no known deployment or pool '%s'. Known: %s.",
          place.title(),
          name,
          Names.sorted(known()));
    } else if (!entry.candidates().isEmpty() && name.equals(entry.candidates().getFirst())) {
      place.faultAt(
          "candidate",
          "%s: '%s' is the primary, whose answers others are compared with. Name a fallback.",
          place.title(),
          name);
    } else {
      checkDataClass("candidate", name, entry, useCase, place);
    }
  }

  private void checkJudge(
      UseCaseEntry.Shadow shadow, UseCaseEntry entry, Place useCase, Place place) {
    if (place.has("scorer") == place.has("judge")) {
      place.fault(
          "%s needs either 'scorer' (how answers are compared) or 'judge' (a deployment that says"
              + " which is better). Keep one of them.",
          place.title());
    }
    if (place.has("rubric") && !place.has("judge")) {
      place.faultAt(
          "rubric", "%s has a 'rubric' but no 'judge' to follow it. Remove it.", place.title());
    }
    if (shadow.judge().isEmpty()) {
      return;
    }
    String name = shadow.judge().get();
    if (!deploymentNames.contains(name)) {
      place.faultAt(
          "judge",
          "%s: its 'judge' is no known deployment '%s'. Known deployments: %s.",
          place.title(),
          name,
          Names.sorted(deploymentNames));
    } else if (name.equals(shadow.candidate())) {
      place.faultAt(
          "judge",
          "%s: '%s' would judge its own answers. Name another deployment.",
          place.title(),
          name);
    } else {
      checkDataClass("judge", name, entry, useCase, place);
    }
  }

  /// What a call's data class forbids, mirroring it does not allow.
  private void checkDataClass(
      String field, String name, UseCaseEntry entry, Place useCase, Place place) {
    Optional<DataClassSettings> dataClass =
        entry
            .dataClass()
            .flatMap(wanted ->
                dataClasses.stream().filter(known -> known.name().equals(wanted)).findFirst());
    List<DeploymentSettings> members = members(name);
    if (dataClass.isEmpty() || members.isEmpty()) {
      return;
    }
    boolean allowed =
        members.stream()
            .anyMatch(member -> dataClass.get().asDataClass().allows(member.jurisdiction()));
    if (!allowed) {
      Jurisdiction first = members.getFirst().jurisdiction();
      place.faultAt(
          field,
          "%s: its data class '%s' does not allow the shadow's %s '%s' (location %s, control %s). Name"
              + " one that it allows, or remove 'shadow'.",
          useCase.title(),
          dataClass.get().name(),
          field,
          name,
          first.location(),
          first.control());
    }
  }

  private List<DeploymentSettings> members(String name) {
    List<String> names =
        pools.stream()
            .filter(pool -> pool.name().equals(name))
            .findFirst()
            .map(PoolSettings::deployments)
            .orElse(List.of(name));
    return deployments.stream().filter(deployment -> names.contains(deployment.name())).toList();
  }

  private boolean isKnown(String name) {
    return deploymentNames.contains(name) || poolNames.contains(name);
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(deploymentNames);
    known.addAll(poolNames);
    return known;
  }

  private static Rating rating(UseCaseEntry.Shadow shadow, Bundle bundle, Place place) {
    if (shadow.judge().isPresent()) {
      return new Rating.Judged(shadow.rubric());
    }
    return switch (shadow.scorer().orElse(ShadowScorer.TEXT)) {
      case TEXT -> new Rating.Like(Likeness.TEXT);
      case SET -> new Rating.Like(Likeness.SET);
      case NUMERIC -> new Rating.Like(Likeness.NUMERIC);
      case FIELDS -> new Rating.Like(Likeness.FIELDS);
      case SIMILARITY -> new Rating.Like(Likeness.SIMILARITY);
      case SCHEMA -> bySchema(bundle.schema(), place);
    };
  }

  private static Rating bySchema(Optional<AnswerSchema> schema, Place place) {
    if (schema.isEmpty()) {
      place.faultAt(
          "scorer",
          "%s scores by 'schema', but the use case has none. Name one under 'bundle', such as bundle:"
              + " {schema: letter.json}, or take another scorer.",
          place.title());
      return new Rating.Like(Likeness.TEXT);
    }
    return new Rating.Fits(schema.get());
  }

  private Optional<Secret> key(UseCaseEntry.Spool spool, Place place) {
    if (spool.key().isEmpty()) {
      return Optional.empty();
    }
    Place itsPlace = place.at("spool");
    Optional<Secret> key = secrets.fetch(spool.key().get(), itsPlace, "key");
    if (key.filter(secret -> secret.reveal().length() < SpoolKey.SHORTEST_SECRET).isPresent()) {
      itsPlace.faultAt(
          "key",
          "%s: its 'key' has fewer than %d characters and could be tried out. Make one with openssl"
              + " rand -hex 32.",
          itsPlace.title(),
          SpoolKey.SHORTEST_SECRET);
      return Optional.empty();
    }
    return key;
  }

  private static void checkRetention(UseCaseEntry.Shadow shadow, Place place) {
    if (shadow.retain().isEmpty()) {
      return;
    }
    if (shadow.retain().get().isZero()) {
      place.faultAt(
          "retain", "%s: a 'retain' of 0d keeps nothing. Remove it, or write 7d.", place.title());
    }
    boolean keyed = place.has("spool") && place.at("spool").has("key");
    if (!keyed) {
      place.faultAt(
          "retain",
          "%s keeps answers, but with a key in memory nobody could read them. Add spool: {key:"
              + " ${SPOOL_KEY}}, or remove 'retain'.",
          place.title());
    }
  }
}
