package dev.polder.gateway.server;

import dev.polder.gateway.call.CallHandler;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.continuity.Means;
import dev.polder.gateway.ledger.Ledger;
import dev.polder.gateway.restriction.AccessProbe;
import dev.polder.gateway.restriction.ModelProbe;
import dev.polder.gateway.route.Router;
import dev.polder.http.EventLoop;
import dev.polder.http.EveryLoop;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.client.UpstreamClient;
import dev.polder.http.server.ClientShare;
import dev.polder.http.server.Connections;
import dev.polder.http.server.ServerTls;
import dev.polder.model.Operation;
import dev.polder.model.provider.ModelClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data port. Each event loop has a listener, a client and handlers of its own, so that a call
/// never leaves its thread.
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  private final Vertx vertx;
  private final int port;
  private final AccessProbe probe;
  private final HttpServer http;

  private GatewayServer(Vertx vertx, int port, AccessProbe probe, HttpServer http) {
    this.vertx = vertx;
    this.port = port;
    this.probe = probe;
    this.http = http;
  }

  /// Starts to listen; returns when it does.
  ///
  /// @param serving what is offered and to whom, asked at every request
  /// @param random any thread may ask it
  /// @throws IOException when the address cannot be listened at
  public static GatewayServer start(
      GatewayOptions options,
      Supplier<Serving> serving,
      Router router,
      Ledger ledger,
      Circumstances circumstances,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                // There is one class loader; setting it anew for every event costs time.
                .setDisableTCCL(true)
                .setEventLoopPoolSize(options.eventLoops()));
    AtomicInteger port = new AtomicInteger();
    Queue<AccessProbe> probes = new ConcurrentLinkedQueue<>();
    Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
    ClientShare clients = options.clientShare();
    try {
      EveryLoop.start(
          vertx,
          options.eventLoops(),
          () ->
              new Listener(
                      vertx,
                      options,
                      serving,
                      router,
                      ledger,
                      circumstances,
                      clock,
                      random,
                      port,
                      probes,
                      clients,
                      servers)
                  .start());
    } catch (CompletionException failed) {
      vertx.close();
      throw new IOException(
          "Cannot listen at %s:%d (%s). Free that port, or set server.port to another."
              .formatted(options.host(), options.port(), reason(failed)),
          failed);
    }
    return new GatewayServer(vertx, port.get(), probes.remove(), servers.remove());
  }

  private static String reason(CompletionException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? "unknown" : String.valueOf(cause.getMessage());
  }

  /// The port that is listened at.
  public int port() {
    return port;
  }

  /// Asks deployments something of Polder's own, over the same clients as calls.
  public AccessProbe probe() {
    return probe;
  }

  /// Shows another certificate from the next connection on; those that there are go on with theirs.
  /// Blocks until it does. Only where the port speaks TLS already.
  public void show(ServerTls tls) {
    http.updateSSLOptions(tls.options()).toCompletionStage().toCompletableFuture().join();
  }

  /// Stops listening and cuts what is under way.
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw new IllegalStateException("the event loops did not stop", failed);
    }
  }

  /// What one event loop has.
  private static final class Listener {
    private final Vertx vertx;
    private final GatewayOptions options;
    private final Supplier<Serving> serving;
    private final Router router;
    private final Circumstances circumstances;
    private final Ledger ledger;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final AtomicInteger port;
    private final Queue<AccessProbe> probes;
    private final ClientShare clients;
    private final Queue<HttpServer> servers;

    Listener(
        Vertx vertx,
        GatewayOptions options,
        Supplier<Serving> serving,
        Router router,
        Ledger ledger,
        Circumstances circumstances,
        InstantSource clock,
        RandomGenerator random,
        AtomicInteger port,
        Queue<AccessProbe> probes,
        ClientShare clients,
        Queue<HttpServer> servers) {
      this.vertx = vertx;
      this.options = options;
      this.serving = serving;
      this.router = router;
      this.circumstances = circumstances;
      this.ledger = ledger;
      this.clock = clock;
      this.random = random;
      this.port = port;
      this.probes = probes;
      this.clients = clients;
      this.servers = servers;
    }

    Future<?> start() {
      EventLoop loop = VertxEventLoop.current(vertx);
      int connections = Math.max(1, options.connectionsPerUpstream() / options.eventLoops());
      ModelClient client =
          new ModelClient(new UpstreamClient(vertx, connections), loop, options.longestAnswer());
      CallHandler calls =
          new CallHandler(router, new Means(client, loop, clock, random), ledger, circumstances);
      circumstances.restrictions().onChange(() -> loop.execute(calls::restrictionsChanged));
      probes.add(new ModelProbe(client, loop, ProbeJudgement::outputBound, ProbeJudgement::of));
      Connections open = new Connections(loop, options.requestLimit(), clients);
      Routes routes =
          new Routes(
              serving,
              loop,
              open,
              CallIds.seededBy(random)::next,
              new CatalogueEndpoints(serving, router, clock.instant()),
              new ModelEndpoint(Operation.CHAT, serving, calls, options, loop, clock),
              new ModelEndpoint(Operation.EMBEDDINGS, serving, calls, options, loop, clock));
      HttpServer server =
          vertx
              .createHttpServer(httpOptions(options))
              .connectionHandler(connection -> {
                // A client's departure shows in its call, if any; no log is needed.
                connection.exceptionHandler(gone -> {});
                open.opened(connection);
                tellSubject(connection);
              })
              .requestHandler(request -> {
                switch (open.begun(request)) {
                  case SERVED -> routes.handle(request);
                  case ONE_TOO_MANY -> routes.oneTooMany(request);
                  case UNHEARD -> {}
                }
              })
              .invalidRequestHandler(request -> {
                if (open.begun(request) != Connections.Hearing.UNHEARD) {
                  routes.invalid(request);
                }
              });
      // All instances share a port; a free one when asked for with -1.
      int wanted = options.port() == 0 ? -1 : options.port();
      return server
          .listen(wanted, options.host())
          .onSuccess(up -> {
            servers.add(up);
            port.set(up.actualPort());
          });
    }

    private static void tellSubject(HttpConnection connection) {
      if (LOG.isDebugEnabled()) {
        ServerTls.subject(connection)
            .ifPresent(subject ->
                LOG.debug(
                    "A client at {} shows the certificate of '{}'.",
                    connection.remoteAddress().hostAddress(),
                    subject));
      }
    }

    private static HttpServerOptions httpOptions(GatewayOptions options) {
      HttpServerOptions http =
          new HttpServerOptions()
              .setTcpNoDelay(true)
              .setHandle100ContinueAutomatically(true)
              .setHttp2ClearTextEnabled(false)
              // Nothing here speaks WebSocket: no handler has to look at every message for it.
              .setPerFrameWebSocketCompressionSupported(false)
              .setPerMessageWebSocketCompressionSupported(false)
              .setMaxHeaderSize(32 * 1024)
              .setMaxInitialLineLength(8 * 1024)
              .setAcceptBacklog(4096)
              .setReuseAddress(true);
      return options.tls().map(tls -> tls.setUp(http)).orElse(http);
    }
  }
}
