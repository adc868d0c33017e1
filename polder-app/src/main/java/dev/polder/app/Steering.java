package dev.polder.app;

import dev.polder.app.admin.AdminApi;
import dev.polder.app.admin.AdminServer;
import dev.polder.app.admin.MetricsPage;
import dev.polder.app.admin.StateFolder;
import dev.polder.app.config.AdminSettings;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.server.GatewayServer;
import dev.polder.http.server.ServerTls;
import dev.polder.model.Deployment;
import dev.polder.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What steers a running gateway: the admin API, and the one thread that does what is due about
/// restrictions and access.
final class Steering implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Steering.class);
  private static final long TICK_MILLIS = 250;

  private final Circumstances circumstances;
  private final ScheduledExecutorService due =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("polder-steering").daemon(true).factory());
  private final AdminServer server;

  /// Begins to watch and to listen, once the gateway does.
  ///
  /// @param state where a token is kept that nobody has configured
  /// @param metrics the page of metrics, if there is to be one
  /// @throws IOException when the admin API's address or its token cannot be had
  Steering(
      AdminSettings settings,
      StateFolder state,
      Circumstances circumstances,
      GatewayServer gateway,
      AdminApi api,
      Optional<MetricsPage> metrics,
      Collection<Deployment> deployments,
      RandomGenerator random)
      throws IOException {
    this.circumstances = circumstances;
    List<Secret> tokens =
        settings.tokens().isEmpty() ? List.of(state.token(random)) : settings.tokens();
    server = AdminServer.start(settings, tokens, api, metrics);
    try {
      state.announce(server.address());
    } catch (IOException unwritable) {
      server.close();
      throw unwritable;
    }
    circumstances.access().begin(gateway.probe(), deployments, this::nudge);
    ScheduledFuture<?> _ =
        due.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
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

  /// The admin API shows another certificate from now on.
  void show(ServerTls tls) {
    server.show(tls);
  }

  /// Only these tokens let in from now on.
  void letIn(List<Secret> tokens) {
    server.letIn(tokens);
  }

  /// Where the admin API is reached.
  URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
    due.shutdown();
  }
}
