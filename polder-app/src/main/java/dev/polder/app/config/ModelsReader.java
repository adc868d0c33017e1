package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.DataClassEntry;
import dev.polder.app.config.file.DeploymentEntry;
import dev.polder.app.config.value.Country;
import dev.polder.evals.run.Price;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Traits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes settings of what can be called and of where data may go: deployments, pools, data classes.
final class ModelsReader {
  private ModelsReader() {}

  /// @param providers their names, also of those with faults, so that references to them are not
  ///   faults as well
  /// @param embedded names of those whose weights Polder has itself
  /// @param usual failback of deployments that say nothing
  static List<DeploymentSettings> deployments(
      Map<String, DeploymentEntry> entries,
      Place all,
      Set<String> providers,
      Set<String> embedded,
      Traits.Failback usual) {
    List<DeploymentSettings> settings = new ArrayList<>();
    entries.forEach((name, entry) -> {
      Place place = all.at(name);
      if (place.hasSound("provider") && !providers.contains(entry.provider())) {
        place.faultAt(
            "provider",
            "%s names no known provider '%s'. Known providers: %s.",
            place.title(),
            entry.provider(),
            Names.sorted(providers));
      }
      if (place.hasSound("version") && embedded.contains(entry.provider())) {
        place.faultAt(
            "version",
            "%s: its 'version' is the digest of its engine's folder, which Polder works out. Remove it.",
            place.title());
      }
      settings.add(deployment(name, entry, usual));
    });
    return List.copyOf(settings);
  }

  private static DeploymentSettings deployment(
      String name, DeploymentEntry entry, Traits.Failback usual) {
    return new DeploymentSettings(
        name,
        entry.provider(),
        entry.model().orElse(name),
        new Jurisdiction(entry.location().code(), entry.control().code(), entry.maker().code()),
        entry.tier(),
        entry.place(),
        entry.weight(),
        number(entry.concurrency()),
        number(entry.dimension()),
        entry.metered(),
        entry.price().map(price -> new Price(price.input().amount(), price.output().amount())),
        entry.failback().orElse(usual),
        entry.structuredOutput(),
        entry.access().map(ModelsReader::access),
        entry.version().filter(version -> !version.isBlank()),
        entry.quantisation().filter(quantisation -> !quantisation.isBlank()));
  }

  private static OptionalInt number(Optional<Integer> number) {
    return number.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private static AccessSettings access(DeploymentEntry.Access access) {
    return new AccessSettings(
        access.guaranteedUntil(),
        access.notice(),
        access.capacity(),
        access.governingLaw(),
        access.document());
  }

  /// @param all the place of all pools
  /// @param deployments all that the file has
  static List<PoolSettings> pools(
      Map<String, List<String>> entries, Place all, Map<String, DeploymentEntry> deployments) {
    List<PoolSettings> settings = new ArrayList<>();
    entries.forEach((name, members) -> {
      if (deployments.containsKey(name)) {
        all.faultAt(
            name,
            "Pool '%s' has the name of a deployment; clients could not tell them apart. Rename one.",
            name);
      }
      if (members.isEmpty()) {
        all.faultAt(name, "Pool '%s' has no deployments. List some: %s: [a, b].", name, name);
      }
      checkMembers(name, members, all, deployments.keySet());
      checkOneModel(name, members, all, deployments);
      checkOne("versions", DeploymentEntry::version, name, members, all, deployments);
      checkOne("quantisations", DeploymentEntry::quantisation, name, members, all, deployments);
      settings.add(new PoolSettings(name, members));
    });
    return List.copyOf(settings);
  }

  private static void checkMembers(
      String name, List<String> members, Place all, Set<String> deployments) {
    Set<String> seen = new LinkedHashSet<>();
    for (String member : members) {
      if (!deployments.contains(member)) {
        all.faultAt(
            name,
            "Pool '%s' names no known deployment '%s'. Known deployments: %s.",
            name,
            member,
            Names.sorted(deployments));
      } else if (!seen.add(member)) {
        all.faultAt(name, "Pool '%s' lists '%s' twice. Keep one.", name, member);
      }
    }
  }

  /// More replicas of a model never need new evidence; another maker's model is another model.
  private static void checkOneModel(
      String name, List<String> members, Place all, Map<String, DeploymentEntry> deployments) {
    List<DeploymentEntry> known =
        members.stream().map(deployments::get).filter(Objects::nonNull).toList();
    Set<String> makers =
        known.stream()
            .map(entry -> entry.maker().code())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (makers.size() > 1) {
      all.faultAt(
          name,
          "Pool '%s' has models of several makers (%s), but a pool is one model. List its deployments"
              + " as candidates instead.",
          name,
          String.join(", ", makers));
    }
    Set<Integer> dimensions =
        known.stream()
            .flatMap(entry -> entry.dimension().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (dimensions.size() > 1) {
      all.faultAt(
          name,
          "Pool '%s' has embeddings of several dimensions (%s), but a pool is one model. List"
              + " deployments of one dimension.",
          name,
          dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /// What was found of one member must hold of the others.
  private static void checkOne(
      String what,
      Function<DeploymentEntry, Optional<String>> fact,
      String name,
      List<String> members,
      Place all,
      Map<String, DeploymentEntry> deployments) {
    Set<String> facts =
        members.stream()
            .map(deployments::get)
            .filter(Objects::nonNull)
            .map(entry -> fact.apply(entry).orElse("none said"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (facts.size() > 1) {
      all.faultAt(
          name,
          "Pool '%s' has several %s of its model (%s), but a pool is one variant. List its deployments"
              + " as candidates instead.",
          name,
          what,
          String.join(", ", facts));
    }
  }

  /// @param all the place of all data classes
  static List<DataClassSettings> dataClasses(Map<String, DataClassEntry> entries, Place all) {
    List<DataClassSettings> settings = new ArrayList<>();
    entries.forEach((name, entry) -> {
      Place place = all.at(name);
      checkBound(entry.locations(), place, "locations");
      checkBound(entry.controls(), place, "controls");
      settings.add(new DataClassSettings(name, entry.locations(), entry.controls()));
    });
    return List.copyOf(settings);
  }

  private static void checkBound(Optional<List<Country>> bound, Place place, String field) {
    if (!place.hasSound(field)) {
      return;
    }
    List<Country> countries = bound.orElse(List.of());
    if (countries.isEmpty()) {
      place.faultAt(
          field,
          "%s: '%s' lists no country, so nothing would be allowed. List some, or remove '%s' for no"
              + " bound.",
          place.title(),
          field,
          field);
    }
    if (countries.contains(Country.UNKNOWN)) {
      place.faultAt(
          field,
          "%s: '%s' lists ZZ, which stands for an unknown country and cannot be allowed. Remove it.",
          place.title(),
          field);
    }
  }
}
