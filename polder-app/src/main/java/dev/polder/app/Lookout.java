package dev.polder.app;

import dev.polder.app.alert.Alert;
import dev.polder.app.alert.CommandTarget;
import dev.polder.app.alert.Contract;
import dev.polder.app.alert.ContractWatch;
import dev.polder.app.alert.EngineWatch;
import dev.polder.app.alert.LadderWatch;
import dev.polder.app.alert.LostVerdict;
import dev.polder.app.alert.RestrictionWatch;
import dev.polder.app.alert.Sentry;
import dev.polder.app.alert.Shift;
import dev.polder.app.alert.ShiftWatch;
import dev.polder.app.alert.Subscription;
import dev.polder.app.alert.VerdictWatch;
import dev.polder.app.alert.WebhookTarget;
import dev.polder.app.config.AlertSettings;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.value.AlertEvent;
import dev.polder.engine.supervise.EngineState;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.route.Router;
import dev.polder.model.Operation;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Watches a running Polder and tells people, as `alerts` in the configuration says.
final class Lookout implements AutoCloseable {
  private final Sentry sentry;
  private final EngineWatch engines;

  Lookout(Configuration configuration, InstantSource clock, RandomGenerator random) {
    sentry =
        new Sentry(
            subscriptions(configuration),
            configuration.state().resolve("alerts.json"),
            clock,
            random);
    engines = new EngineWatch(sentry.alerts(), clock);
  }

  /// Begins to look around.
  ///
  /// @param configuration the one in force, whenever it is asked for
  /// @param fleet likewise
  /// @param lost the candidates that fell below the margin in live calls
  /// @param shifts what canaries see
  void begin(
      Supplier<Configuration> configuration,
      Supplier<Fleet> fleet,
      Circumstances circumstances,
      Router router,
      Supplier<? extends Collection<LostVerdict>> lost,
      Supplier<List<Shift>> shifts,
      InstantSource clock) {
    clearEnginesGone(fleet.get());
    sentry.start(
        List.of(
            new LadderWatch(
                sentry.alerts(),
                () -> fleet.get().catalogue().useCases(),
                useCase -> router.look(useCase.ladder(), useCase.demands(Operation.CHAT)),
                clock),
            new ShiftWatch(sentry.alerts(), shifts),
            new RestrictionWatch(sentry.alerts(), circumstances.restrictions()::all),
            new VerdictWatch(sentry.alerts(), lost),
            new ContractWatch(
                sentry.alerts(),
                () -> contracts(configuration.get()),
                () -> configuration.get().alertNotice(),
                clock)));
  }

  /// The engine of the provider `name` is in this state now.
  void changed(String name, EngineState state) {
    engines.changed(name, state);
  }

  /// Other people are told from now on, and about other engines.
  void follow(Configuration changed, Fleet fleet) {
    sentry.dispatch().replace(subscriptions(changed));
    clearEnginesGone(fleet);
  }

  /// Nobody else would say of an engine that has left the configuration, perhaps while Polder was
  /// down, that it does not restart any more.
  private void clearEnginesGone(Fleet fleet) {
    sentry.alerts().clearAllBut(Alert.Kind.ENGINE_RESTARTING, Set.copyOf(fleet.engines().keySet()));
  }

  private static List<Contract> contracts(Configuration configuration) {
    return configuration.deployments().stream()
        .flatMap(deployment -> contract(deployment).stream())
        .toList();
  }

  private static Optional<Contract> contract(DeploymentSettings deployment) {
    return deployment
        .access()
        .flatMap(access ->
            access
                .guaranteedUntil()
                .map(until ->
                    new Contract(
                        deployment.name(),
                        until,
                        access.notice(),
                        access.document().map(Object::toString).orElse(""))));
  }

  /// Whom a configuration wants told of what.
  static List<Subscription> subscriptions(Configuration configuration) {
    return configuration.alerts().stream().map(Lookout::subscription).toList();
  }

  private static Subscription subscription(AlertSettings settings) {
    Set<Alert.Kind> kinds =
        settings.events().stream().map(Lookout::kind).collect(Collectors.toSet());
    return switch (settings) {
      case AlertSettings.Webhook webhook ->
          new Subscription(
              new WebhookTarget(webhook.address().uri(), webhook.secret(), InstantSource.system()),
              kinds);
      case AlertSettings.Command command ->
          new Subscription(new CommandTarget(command.command(), command.folder()), kinds);
    };
  }

  private static Alert.Kind kind(AlertEvent event) {
    return Alert.Kind.labelled(event.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .orElseThrow();
  }

  @Override
  public void close() {
    sentry.close();
  }
}
