package dev.polder.app;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineSpecification;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.mirror.Mirroring;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Ladder;
import dev.polder.model.Credentials;
import dev.polder.model.Deployment;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Traits;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What a configuration's providers, engines, deployments and use cases are while Polder runs.
///
/// Made anew at every change of the configuration; what has not changed is taken over: an engine
/// goes on, and a credential that was set aside stays so.
final class Fleet {
  /// An engine and what it was started by.
  private record Started(ProviderSettings settings, Engine engine) {}

  private final Map<String, Started> engines = new LinkedHashMap<>();
  private final Map<String, Credentials> credentials = new HashMap<>();
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Catalogue catalogue;

  private Fleet(
      Configuration configuration,
      Optional<Fleet> before,
      Transports transports,
      Function<EngineSpecification, Engine> starter)
      throws IOException {
    Map<String, Provider> providers = new LinkedHashMap<>();
    for (ProviderSettings settings : configuration.providers()) {
      providers.put(settings.name(), provider(settings, before, transports, starter));
    }
    for (DeploymentSettings settings : configuration.deployments()) {
      deployments.put(settings.name(), deployment(settings, known(providers, settings.provider())));
    }
    catalogue = catalogue(configuration);
  }

  /// The fleet of `configuration`.
  ///
  /// @param before the one that runs now, if one does
  /// @param starter starts an engine
  /// @throws IOException when a file that the configuration names cannot be used any more; the
  ///   engines that were started for it are told to stop
  static Fleet of(
      Configuration configuration,
      Optional<Fleet> before,
      Map<String, String> environment,
      Function<EngineSpecification, Engine> starter)
      throws IOException {
    Transports transports = Transports.of(configuration.transport(), environment);
    List<Engine> begun = new ArrayList<>();
    try {
      return new Fleet(
          configuration,
          before,
          transports,
          specification -> {
            Engine engine = starter.apply(specification);
            begun.add(engine);
            return engine;
          });
    } catch (IOException | RuntimeException unusable) {
      begun.forEach(Engine::stop);
      throw unusable;
    }
  }

  private Provider provider(
      ProviderSettings settings,
      Optional<Fleet> before,
      Transports transports,
      Function<EngineSpecification, Engine> starter)
      throws IOException {
    return switch (settings) {
      case ProviderSettings.Remote remote -> {
        Credentials itsCredentials = credentials(remote, before);
        credentials.put(remote.name(), itsCredentials);
        yield new Provider(
            remote.name(),
            remote.preset(),
            () -> Optional.of(remote.baseUrl()),
            itsCredentials,
            transports.of(remote));
      }
      case ProviderSettings.EmbeddedModel model ->
          engineProvider(
              model,
              Preset.ENGINE,
              before,
              () ->
                  starter.apply(
                      EngineSpecification.EmbeddedModel.of(model.name(), model.folder())
                          .withJvmFlags(EngineFlags.current())));
      case ProviderSettings.StartedServer started ->
          engineProvider(
              started,
              started.preset(),
              before,
              () -> starter.apply(EngineFlags.specification(started)));
    };
  }

  private static Credentials credentials(ProviderSettings.Remote remote, Optional<Fleet> before) {
    Credentials fresh = Credentials.of(remote.credentials());
    return before
        .map(fleet -> fleet.credentials.get(remote.name()))
        .filter(known -> known.isOf(remote.credentials()))
        .orElse(fresh);
  }

  private Provider engineProvider(
      ProviderSettings settings, Preset preset, Optional<Fleet> before, Supplier<Engine> start) {
    Started started =
        before
            .map(fleet -> fleet.engines.get(settings.name()))
            .filter(known -> known.settings().equals(settings))
            .orElseGet(() -> new Started(settings, start.get()));
    engines.put(settings.name(), started);
    Engine engine = started.engine();
    Supplier<Optional<URI>> address = () -> engine.address().map(base -> URI.create(base + "/v1"));
    return new Provider(settings.name(), preset, address, Optional.empty());
  }

  private static Deployment deployment(DeploymentSettings settings, Provider provider) {
    return new Deployment(
        settings.name(),
        provider,
        settings.model(),
        settings.jurisdiction(),
        new Traits(
            settings.tier().orElse(""),
            settings.weight(),
            settings.concurrency(),
            settings.dimension(),
            settings.metered().orElse(provider.preset().metered()),
            settings.failback(),
            settings.structuredOutput()));
  }

  private Catalogue catalogue(Configuration configuration) {
    Map<String, List<Deployment>> pools = new LinkedHashMap<>();
    deployments.forEach((name, deployment) -> pools.put(name, List.of(deployment)));
    configuration
        .pools()
        .forEach(pool ->
            pools.put(pool.name(), pool.deployments().stream().map(this::deployment).toList()));
    Map<String, DataClass> dataClasses = new HashMap<>();
    configuration
        .dataClasses()
        .forEach(settings -> dataClasses.put(settings.name(), settings.asDataClass()));
    ContinuityPolicy direct =
        new ContinuityPolicy(Interruption.FAIL, Limits.USUAL, ContinuityPolicy.USUAL_BUFFER_BOUND);
    return new Catalogue(
        configuration.useCases().stream()
            .map(settings -> useCase(settings, pools, dataClasses))
            .toList(),
        pools.keySet().stream()
            .map(name -> new UseCase(name, "", ladder(List.of(name), pools, Map.of()), direct))
            .toList());
  }

  private static UseCase useCase(
      UseCaseSettings settings,
      Map<String, List<Deployment>> pools,
      Map<String, DataClass> dataClasses) {
    return new UseCase(
        settings.name(),
        settings.description(),
        ladder(settings.candidates(), pools, settings.bundles()),
        settings.policy(),
        settings.dataClass().map(name -> known(dataClasses, name)).orElse(DataClass.ANY),
        settings.maxPriceFactor(),
        settings
            .evidence()
            .map(asked ->
                new EvidenceDemand(settings.name(), asked.require(), settings.lastResort())),
        settings.shadow().map(shadow -> new Mirroring(shadow.share())));
  }

  private static Ladder ladder(
      List<String> names, Map<String, List<Deployment>> pools, Map<String, Bundle> bundles) {
    List<Candidate> candidates = new ArrayList<>();
    for (String name : names) {
      candidates.add(
          new Candidate(
              name,
              known(pools, name),
              candidates.isEmpty(),
              bundles.getOrDefault(name, Bundle.NONE)));
    }
    return new Ladder(candidates);
  }

  private Deployment deployment(String name) {
    return known(deployments, name);
  }

  /// What `name` refers to; a configuration is made only where all names refer to something.
  private static <T> T known(Map<String, T> things, String name) {
    T thing = things.get(name);
    if (thing == null) {
      throw new IllegalArgumentException("unchecked configuration: " + name);
    }
    return thing;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Collection<Deployment> deployments() {
    return List.copyOf(deployments.values());
  }

  /// The deployment of this name, if there is one.
  Optional<Deployment> find(String name) {
    return Optional.ofNullable(deployments.get(name));
  }

  /// The engines, by the names of their providers.
  Map<String, Engine> engines() {
    Map<String, Engine> byName = new LinkedHashMap<>();
    engines.forEach((name, started) -> byName.put(name, started.engine()));
    return byName;
  }

  /// The deployments of the engine of `provider`.
  List<Deployment> servedBy(String provider) {
    return deployments.values().stream()
        .filter(deployment -> deployment.provider().name().equals(provider))
        .toList();
  }
}
