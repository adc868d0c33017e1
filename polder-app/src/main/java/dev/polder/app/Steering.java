package dev.polder.app;

import dev.polder.app.admin.AdminApi;
import dev.polder.app.admin.AdminServer;
import dev.polder.app.admin.AdminSettings;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.restriction.RestrictionFile;
import dev.polder.gateway.restriction.RestrictionStore;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.model.Deployment;
import dev.polder.model.Secret;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What steers a running gateway: its restrictions and their file, the watch over access, the admin
/// API, and the one thread that does what is due.
final class Steering implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
  private static final long TICK_MILLIS = 250;

  private final Optional<AdminSettings> settings;
  private final Circumstances circumstances;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ScheduledExecutorService due =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("polder-steering").daemon(true).factory());
  private Optional<AdminServer> server = Optional.empty();

  private Steering(
      Optional<AdminSettings> settings,
      Circumstances circumstances,
      InstantSource clock,
      RandomGenerator random) {
    this.settings = settings;
    this.circumstances = circumstances;
    this.clock = clock;
    this.random = random;
  }

  /// Reads what is restricted.
  ///
  /// @param settings empty: there is no admin API, and a restart forgets restrictions
  /// @throws IOException when there are restrictions that cannot be read: Polder must not serve as
  ///   if there were none
  static Steering open(
      Optional<AdminSettings> settings, InstantSource clock, RandomGenerator random)
      throws IOException {
    RestrictionStore store =
        settings
            .<RestrictionStore>map(known -> new RestrictionFile(known.state().folder()))
            .orElse(RestrictionStore.NONE);
    Restrictions restrictions = Restrictions.open(clock, System::nanoTime, store);
    return new Steering(settings, Circumstances.of(restrictions, clock, random), clock, random);
  }

  Circumstances circumstances() {
    return circumstances;
  }

  /// Begins to watch and to listen, once the gateway does.
  ///
  /// @param failback lets calls return to the deployment of this name
  /// @throws IOException when the admin API's address or its token cannot be had
  void begin(GatewayServer gateway, Catalogue catalogue, Consumer<String> failback)
      throws IOException {
    circumstances.access().begin(gateway.probe(), deployments(catalogue), this::nudge);
    ScheduledFuture<?> _ =
        due.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    if (settings.isPresent()) {
      AdminSettings known = settings.get();
      Secret token =
          known.options().token().isPresent()
              ? known.options().token().get()
              : known.state().token(random);
      AdminServer admin =
          AdminServer.start(
              known.options(),
              token,
              new AdminApi(
                  () -> catalogue,
                  circumstances,
                  new Router(circumstances.restrictions()),
                  failback,
                  clock,
                  random));
      server = Optional.of(admin);
      known.state().announce(admin.address());
    }
  }

  private static Collection<Deployment> deployments(Catalogue catalogue) {
    return catalogue.all().stream()
        .map(UseCase::ladder)
        .flatMap(ladder -> ladder.candidates().stream())
        .flatMap(candidate -> candidate.pool().stream())
        .distinct()
        .toList();
  }

  private void nudge() {
    try {
      due.execute(this::tick);
    } catch (RejectedExecutionException closed) {
      // The last answers of probes come in while Polder stops; nobody needs them.
    }
  }

  /// This is the thread's edge: a fault of Polder's own must not end the watch.
  private void tick() {
    try {
      circumstances.restrictions().tick();
      circumstances.access().tick();
    } catch (RuntimeException fault) {
      LOG.error("The watch over restrictions failed unexpectedly; please report this.", fault);
    }
  }

  /// Where the admin API is reached; empty where there is none.
  Optional<AdminServer> server() {
    return server;
  }

  @Override
  public void close() {
    server.ifPresent(AdminServer::close);
    due.shutdown();
  }
}
