package dev.polder.app;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineLog;
import dev.polder.engine.supervise.EngineSpecification;
import dev.polder.engine.supervise.EngineState;
import dev.polder.engine.supervise.EngineSupervisor;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.guard.Keyring;
import dev.polder.gateway.ledger.JsonLinesLedger;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.model.Deployment;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A Polder that runs: engines, gateway and outcome file, wired by a configuration.
public final class RunningPolder implements AutoCloseable {
  private final GatewayServer server;
  private final EngineSupervisor supervisor;
  private final JsonLinesLedger ledger;
  private final Map<String, Engine> engines;

  private RunningPolder(
      GatewayServer server,
      EngineSupervisor supervisor,
      JsonLinesLedger ledger,
      Map<String, Engine> engines) {
    this.server = server;
    this.supervisor = supervisor;
    this.ledger = ledger;
    this.engines = engines;
  }

  /// Starts everything and returns when the gateway listens; engines may take longer, and until
  /// they are ready their deployments count as unreachable.
  ///
  /// @throws IOException when the outcome file or the port cannot be had; nothing is left running
  public static RunningPolder start(Configuration configuration, EngineLog engineLog)
      throws IOException {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    JsonLinesLedger ledger = new JsonLinesLedger(configuration.outcomes());
    EngineSupervisor supervisor =
        new EngineSupervisor(EngineSupervisor.Policy.standard(), clock, random, engineLog);
    Map<String, Engine> engines = new LinkedHashMap<>();
    Map<String, Provider> providers = new LinkedHashMap<>();
    for (ProviderSettings settings : configuration.providers()) {
      providers.put(settings.name(), provider(settings, supervisor, engines));
    }
    engines.forEach((name, engine) -> engine.onChange(state -> tell(name, state, engineLog)));
    try {
      GatewayServer server =
          GatewayServer.start(
              configuration.server(),
              catalogue(configuration, providers),
              new Keyring(configuration.keys()),
              ledger,
              clock,
              random);
      return new RunningPolder(server, supervisor, ledger, Map.copyOf(engines));
    } catch (IOException noPort) {
      supervisor.close();
      ledger.close();
      throw noPort;
    }
  }

  /// An operator wants to see that a model came, went or came back.
  private static void tell(String name, EngineState state, EngineLog log) {
    switch (state) {
      case EngineState.Starting starting -> {}
      case EngineState.Ready ready ->
          log.line(name, "ready at %s, process %d".formatted(ready.baseUrl(), ready.pid()));
      case EngineState.Restarting restarting ->
          log.line(
              name,
              "ended, starts again in %d ms: %s"
                  .formatted(restarting.after().toMillis(), restarting.reason()));
      case EngineState.Failed failed -> log.line(name, "cannot be started: " + failed.reason());
      case EngineState.Stopped stopped -> log.line(name, "stopped");
    }
  }

  private static Provider provider(
      ProviderSettings settings, EngineSupervisor supervisor, Map<String, Engine> engines) {
    return switch (settings) {
      case ProviderSettings.Remote remote ->
          new Provider(
              remote.name(),
              remote.preset(),
              () -> Optional.of(remote.baseUrl()),
              remote.credentials().stream().findFirst());
      case ProviderSettings.EmbeddedModel model -> {
        EngineSpecification.EmbeddedModel specification =
            EngineSpecification.EmbeddedModel.of(model.name(), model.folder())
                .withJvmFlags(EngineFlags.current());
        yield engineProvider(model.name(), Preset.ENGINE, supervisor.start(specification), engines);
      }
      case ProviderSettings.StartedServer started ->
          engineProvider(
              started.name(),
              started.preset(),
              supervisor.start(EngineFlags.specification(started)),
              engines);
    };
  }

  private static Provider engineProvider(
      String name, Preset preset, Engine engine, Map<String, Engine> engines) {
    engines.put(name, engine);
    Supplier<Optional<URI>> address = () -> engine.address().map(base -> URI.create(base + "/v1"));
    return new Provider(name, preset, address, Optional.empty());
  }

  private static Catalogue catalogue(Configuration configuration, Map<String, Provider> providers) {
    Map<String, Deployment> deployments = new LinkedHashMap<>();
    for (DeploymentSettings settings : configuration.deployments()) {
      Provider provider = known(providers, settings.provider());
      deployments.put(
          settings.name(),
          new Deployment(settings.name(), provider, settings.model(), settings.jurisdiction()));
    }
    List<UseCase> useCases =
        configuration.useCases().stream().map(settings -> useCase(settings, deployments)).toList();
    ContinuityPolicy direct =
        new ContinuityPolicy(Interruption.FAIL, Limits.USUAL, ContinuityPolicy.USUAL_BUFFER_BOUND);
    return new Catalogue(useCases, deployments.values(), direct);
  }

  private static UseCase useCase(UseCaseSettings settings, Map<String, Deployment> deployments) {
    List<Deployment> ladder =
        settings.candidates().stream().map(name -> known(deployments, name)).toList();
    return new UseCase(
        settings.name(), settings.description(), Ladder.of(ladder), settings.policy());
  }

  /// What `name` refers to; a configuration is made only where all names refer to something.
  private static <T> T known(Map<String, T> things, String name) {
    T thing = things.get(name);
    if (thing == null) {
      throw new IllegalArgumentException("unchecked configuration: " + name);
    }
    return thing;
  }

  /// The data port's number.
  public int port() {
    return server.port();
  }

  /// The engines that Polder runs, by the names of their providers.
  public Map<String, Engine> engines() {
    return engines;
  }

  /// Stops the gateway, then the engines, then closes the outcome file.
  @Override
  public void close() {
    server.close();
    supervisor.close();
    ledger.close();
  }
}
