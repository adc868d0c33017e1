package dev.polder.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.admin.AdminApi;
import dev.polder.app.admin.MetricsPage;
import dev.polder.app.admin.StateFolder;
import dev.polder.app.admin.StateHold;
import dev.polder.app.canary.CanaryWatch;
import dev.polder.app.canary.Leave;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.ContinuitySettings;
import dev.polder.app.config.value.MetricsAccess;
import dev.polder.app.evidence.EvidenceWatch;
import dev.polder.app.shadow.Shadows;
import dev.polder.app.telemetry.Telemetry;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineLog;
import dev.polder.engine.supervise.EngineState;
import dev.polder.engine.supervise.EngineSupervisor;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.guard.Keyring;
import dev.polder.gateway.health.Condition;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.ledger.JsonLinesLedger;
import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.RestrictionEvent;
import dev.polder.gateway.restriction.RestrictionFile;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.gateway.traffic.Traffic;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Polder that runs: engines, gateway, admin API and outcome file, wired by a configuration,
/// which another can take the place of while calls are under way.
public final class RunningPolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = new SecureRandom();
  private final Map<String, String> environment;
  private final EngineLog engineLog;
  private final StateHold hold;
  private final Telemetry telemetry;
  private final Circumstances circumstances;
  private final Router router;
  private final EvidenceWatch evidence;
  private final JsonLinesLedger ledger;
  private final EngineSupervisor supervisor;
  private final GatewayServer server;
  private final Shadows shadows;
  private final CanaryWatch canaries;
  private final Steering steering;
  private final Lookout lookout;
  private final Doors doors;
  private volatile Running running;

  /// What a change of the configuration replaces.
  private record Running(Configuration configuration, Fleet fleet, Serving serving) {
    static Running of(Configuration configuration, Fleet fleet) {
      Keyring keyring = new Keyring(configuration.keys());
      return new Running(configuration, fleet, new Serving(fleet.catalogue(), keyring));
    }
  }

  /// Starts everything and returns when the gateway listens; engines may take longer, and until
  /// they are ready their deployments count as unreachable.
  ///
  /// @param environment where proxies are looked up
  /// @throws IOException when the outcome file, a port or what was restricted cannot be had;
  ///   nothing is left running
  public static RunningPolder start(
      Configuration configuration, Map<String, String> environment, EngineLog engineLog)
      throws IOException {
    return new RunningPolder(configuration, environment, engineLog);
  }

  private RunningPolder(
      Configuration configuration, Map<String, String> environment, EngineLog engineLog)
      throws IOException {
    this.environment = Map.copyOf(environment);
    this.engineLog = engineLog;
    Doors.requireValid(configuration, clock);
    StateFolder state = new StateFolder(configuration.state());
    this.hold = state.hold();
    try (Undo undo = new Undo(hold::close)) {
      this.telemetry =
          new Telemetry(configuration.telemetry(), new Prices(() -> this.running.configuration()));
      undo.add(telemetry::close);
      this.lookout = new Lookout(configuration, clock, random);
      this.circumstances = circumstances(configuration);
      Gate gate = new Gate(clock);
      this.router = new Router(circumstances.restrictions(), circumstances.health(), gate, random);
      this.evidence = new EvidenceWatch(configuration, gate);
      undo.add(evidence::close);
      this.ledger = new JsonLinesLedger(configuration.outcomes());
      undo.add(ledger::close);
      this.supervisor =
          new EngineSupervisor(EngineSupervisor.Policy.standard(), clock, random, engineLog);
      undo.add(supervisor::close);
      this.running = Running.of(configuration, fleet(configuration, Optional.empty()));
      this.server =
          GatewayServer.start(
              configuration.server(),
              () -> running.serving(),
              router,
              ledger,
              circumstances,
              clock,
              random);
      undo.add(server::close);
      this.shadows =
          new Shadows(
              () -> running.configuration(),
              () -> running.fleet().catalogue(),
              circumstances,
              router,
              clock);
      undo.add(shadows::close);
      shadows.follow(configuration);
      this.canaries =
          new CanaryWatch(
              configuration,
              new Leave(
                  name -> running.fleet().find(name),
                  circumstances.restrictions(),
                  circumstances.health()),
              (current, names) -> new FleetReach(running.fleet()),
              clock);
      this.steering =
          new Steering(
              configuration.admin(),
              state,
              circumstances,
              server,
              adminApi(),
              metrics(configuration),
              running.fleet().deployments(),
              random);
      this.doors = new Doors(configuration, server, steering, clock);
      undo.forget();
    }
    circumstances.restrictions().onEvent(this::failBack);
    circumstances.restrictions().onEvent(telemetry::restriction);
    telemetry.observe(circumstances, () -> running.fleet().catalogue(), router, ledger::lost);
    lookout.begin(
        () -> running.configuration(),
        () -> running.fleet(),
        circumstances,
        router,
        shadows::lost,
        canaries::shifts,
        clock);
    canaries.begin();
  }

  /// Reads what was restricted: Polder must not serve as if nothing were.
  private Circumstances circumstances(Configuration configuration) throws IOException {
    Restrictions restrictions =
        Restrictions.open(clock, System::nanoTime, new RestrictionFile(configuration.state()));
    Health health =
        new Health(
            policy(configuration.continuity()), System::nanoTime, random, RunningPolder::tell);
    AccessWatch access =
        new AccessWatch(restrictions, AccessWatch.Policy.USUAL, clock, System::nanoTime, random);
    return new Circumstances(
        restrictions,
        health,
        access,
        new Traffic(System::nanoTime),
        new Mirror(),
        telemetry.listener());
  }

  private static HealthPolicy policy(ContinuitySettings settings) {
    return new HealthPolicy(
        settings.ejection().failures(),
        settings.ejection().share(),
        settings.ejection().rest(),
        settings.ejection().longestRest(),
        settings.failback().successes(),
        settings.failback().ramp());
  }

  private Optional<MetricsPage> metrics(Configuration configuration) {
    MetricsAccess access = configuration.telemetry().metrics();
    return access == MetricsAccess.OFF
        ? Optional.empty()
        : Optional.of(
            new MetricsPage(access == MetricsAccess.OPEN, () -> telemetry.prometheus().orElse("")));
  }

  private AdminApi adminApi() {
    return new AdminApi(
        () -> running.fleet().catalogue(),
        circumstances,
        router,
        name -> running.fleet().find(name).ifPresent(circumstances.health()::letReturn),
        new ShadowDesk(shadows),
        canaries,
        clock,
        random);
  }

  /// The admin API's way to the shadows, which know nothing of it.
  private record ShadowDesk(Shadows shadows) implements AdminApi.Shadowed {
    @Override
    public ObjectNode status() {
      return shadows.status();
    }

    @Override
    public boolean renew(String useCase) {
      return shadows.renew(useCase);
    }
  }

  private Fleet fleet(Configuration configuration, Optional<Fleet> before) throws IOException {
    Fleet fleet = Fleet.of(configuration, before, environment, supervisor::start);
    fleet
        .engines()
        .forEach((name, engine) -> {
          boolean goesOn =
              before.filter(known -> engine.equals(known.engines().get(name))).isPresent();
          if (!goesOn) {
            engine.onChange(state -> tell(name, state));
          }
        });
    return fleet;
  }

  /// Calls return gradually to whom a restriction has left.
  private void failBack(RestrictionEvent event) {
    switch (event) {
      case RestrictionEvent.Declared declared -> {}
      case RestrictionEvent.AccessLost lost -> {}
      case RestrictionEvent.Lifted lifted -> restore(lifted);
      case RestrictionEvent.Ended ended -> restore(ended);
      case RestrictionEvent.AccessReturned returned -> restore(returned);
    }
  }

  /// Only a cut has kept calls away: who was capped or dearer goes on as it does.
  private void restore(RestrictionEvent ended) {
    if (!(ended.restriction().effect() instanceof Restriction.Effect.Cut)) {
      return;
    }
    running.fleet().deployments().stream()
        .filter(ended.restriction().selector()::matches)
        .filter(deployment -> circumstances.restrictions().cutting(deployment).isEmpty())
        .forEach(circumstances.health()::restore);
  }

  /// Lets `changed` take the place of the configuration that runs: at once for every call to come;
  /// calls under way go on as they began. Where it cannot, what runs stays, and the log says why.
  ///
  /// @return whether it has taken over
  public synchronized boolean takeOver(Configuration changed) {
    Running before = running;
    Running after;
    try {
      doors.check(before.configuration(), changed);
      after = Running.of(changed, fleet(changed, Optional.of(before.fleet())));
    } catch (IOException unusable) {
      LOG.error(
          "The changed configuration cannot be used; what runs stays. {}", unusable.getMessage());
      return false;
    }
    circumstances.health().follow(policy(changed.continuity()));
    evidence.follow(changed);
    doors.follow(before.configuration(), changed);
    running = after;
    circumstances.access().configured(after.fleet().deployments());
    lookout.follow(changed, after.fleet());
    shadows.follow(changed);
    canaries.follow(changed);
    Retirement.of(before.fleet(), after.fleet(), circumstances.health()).begin();
    LOG.info("The configuration was taken over. Use cases: {}.", changed.useCases().size());
    NeedsRestart.among(before.configuration(), changed)
        .forEach(field -> LOG.warn("A change of '{}' takes effect at the next start.", field));
    return true;
  }

  /// An operator wants to see that a model came, went or came back.
  private void tell(String name, EngineState state) {
    lookout.changed(name, state);
    switch (state) {
      case EngineState.Starting starting -> {}
      case EngineState.Ready ready ->
          engineLog.line(name, "ready at %s, process %d".formatted(ready.baseUrl(), ready.pid()));
      case EngineState.Restarting restarting ->
          engineLog.line(
              name,
              "ended, starts again in %d ms: %s"
                  .formatted(restarting.after().toMillis(), restarting.reason()));
      case EngineState.Failed failed ->
          engineLog.line(name, "cannot be started: " + failed.reason());
      case EngineState.Stopped stopped -> engineLog.line(name, "stopped");
    }
  }

  private static void tell(String deployment, Condition before, Condition after) {
    LOG.info("Deployment '{}' is {} (was {}).", deployment, after.label(), before.label());
  }

  /// The data port's number.
  public int port() {
    return server.port();
  }

  /// The engines that Polder runs, by the names of their providers.
  public Map<String, Engine> engines() {
    return running.fleet().engines();
  }

  /// What is restricted: for programs that have a Polder inside; all others steer by the admin API.
  public Restrictions restrictions() {
    return circumstances.restrictions();
  }

  /// Where the admin API is reached.
  public URI admin() {
    return steering.address();
  }

  /// Stops canaries, the admin API and the gateway, then the engines, then closes the outcome file.
  @Override
  public void close() {
    canaries.close();
    steering.close();
    server.close();
    shadows.close();
    supervisor.close();
    evidence.close();
    ledger.close();
    telemetry.close();
    lookout.close();
    hold.close();
  }
}
