package dev.polder.app.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.app.config.AdminSettings;
import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.VertxEventLoop;
import dev.polder.http.server.BoundedBody;
import dev.polder.http.server.ClientShare;
import dev.polder.http.server.Connections;
import dev.polder.http.server.RequestHead;
import dev.polder.http.server.ServerTls;
import dev.polder.model.Secret;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin port: lets in who shows the token, and has [AdminApi] do what is asked on a virtual
/// thread. It shares no thread with calls, so neither can hold up the other.
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final String UNEXPECTED = "Polder failed unexpectedly; its log says more.";
  private static final int LONGEST_BODY = 64 * 1024;
  private static final Duration BODY_LIMIT = Duration.ofSeconds(10);
  private static final Duration HEAD_LIMIT = Duration.ofSeconds(10);
  private static final int CONNECTIONS_PER_CLIENT = 100;
  private static final RequestHead.Fault TOO_MANY =
      new RequestHead.Fault(
          429,
          "This client has more than %d connections. Close some."
              .formatted(CONNECTIONS_PER_CLIENT));
  private static final ObjectMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
              .build());

  private final Vertx vertx;
  private final ExecutorService workers;
  private final AdminSettings options;
  private final AdminTokens tokens;
  private final HttpServer http;

  private AdminServer(
      Vertx vertx,
      ExecutorService workers,
      AdminSettings options,
      AdminTokens tokens,
      HttpServer http) {
    this.vertx = vertx;
    this.workers = workers;
    this.options = options;
    this.tokens = tokens;
    this.http = http;
  }

  /// Starts to listen; returns when it does.
  ///
  /// @param secrets callers must show one of them as a bearer token
  /// @param metrics the page of metrics, if there is to be one
  /// @throws IOException when the address cannot be listened at
  public static AdminServer start(
      AdminSettings options, List<Secret> secrets, AdminApi api, Optional<MetricsPage> metrics)
      throws IOException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    AdminTokens tokens = new AdminTokens(secrets);
    CompletableFuture<HttpServer> http = new CompletableFuture<>();
    try {
      vertx
          .deployVerticle(
              new Listener(options, tokens, new AdminRoutes(api), metrics, workers, http))
          .toCompletionStage()
          .toCompletableFuture()
          .get();
    } catch (ExecutionException failed) {
      vertx.close();
      workers.close();
      throw new IOException(
          "The admin API cannot listen at %s:%d (%s). Free that port, or set admin.port to another."
              .formatted(options.host(), options.port(), reason(failed)),
          failed);
    } catch (InterruptedException stopped) {
      vertx.close();
      workers.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting", stopped);
    }
    return new AdminServer(vertx, workers, options, tokens, http.join());
  }

  private static String reason(ExecutionException failed) {
    Throwable cause = failed.getCause();
    return cause == null ? "unknown" : String.valueOf(cause.getMessage());
  }

  /// The port that is listened at.
  public int port() {
    return http.actualPort();
  }

  /// Shows another certificate from the next connection on. Blocks until it does. Only where the
  /// port speaks TLS already.
  public void show(ServerTls tls) {
    http.updateSSLOptions(tls.options()).toCompletionStage().toCompletableFuture().join();
  }

  /// Only these tokens let in from now on.
  public void letIn(List<Secret> secrets) {
    tokens.replace(secrets);
  }

  /// Where programs on this machine reach it.
  public URI address() {
    String host =
        switch (options.host()) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::", "[::]" -> "[::1]";
          default -> options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        };
    String scheme = options.tls().isPresent() ? "https" : "http";
    return URI.create("%s://%s:%d".formatted(scheme, host, port()));
  }

  /// Stops listening.
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    workers.close();
  }

  /// The one event loop's side.
  private static final class Listener extends VerticleBase {
    private final AdminSettings options;
    private final AdminTokens tokens;
    private final AdminRoutes routes;
    private final Optional<MetricsPage> metrics;
    private final ExecutorService workers;
    private final CompletableFuture<HttpServer> http;
    private final boolean loopback;
    private final List<String> ownNames;

    Listener(
        AdminSettings options,
        AdminTokens tokens,
        AdminRoutes routes,
        Optional<MetricsPage> metrics,
        ExecutorService workers,
        CompletableFuture<HttpServer> http) {
      this.options = options;
      this.tokens = tokens;
      this.routes = routes;
      this.metrics = metrics;
      this.workers = workers;
      this.http = http;
      this.loopback = isLoopback(options.host());
      this.ownNames = List.of("localhost", "127.0.0.1", "::1", "[::1]", options.host());
    }

    @Override
    public Future<?> start() {
      EventLoop own = VertxEventLoop.current(vertx);
      Connections connections =
          new Connections(own, HEAD_LIMIT, ClientShare.of(CONNECTIONS_PER_CLIENT));
      HttpServerOptions plain =
          new HttpServerOptions().setHttp2ClearTextEnabled(false).setMaxHeaderSize(16 * 1024);
      return vertx
          .createHttpServer(options.tls().map(tls -> tls.setUp(plain)).orElse(plain))
          .connectionHandler(connection -> {
            connection.exceptionHandler(gone -> {});
            connections.opened(connection);
            ServerTls.subject(connection)
                .ifPresent(subject ->
                    LOG.info(
                        "Whoever asks the admin API from {} shows the certificate of '{}'.",
                        connection.remoteAddress().hostAddress(),
                        subject));
          })
          .requestHandler(request -> {
            switch (connections.begun(request)) {
              case SERVED -> handle(request, own, connections);
              case ONE_TOO_MANY -> refuseLast(request, TOO_MANY, connections);
              case UNHEARD -> {}
            }
          })
          .invalidRequestHandler(request -> {
            if (connections.begun(request) != Connections.Hearing.UNHEARD) {
              refuseLast(request, RequestHead.undecodable(request), connections);
            }
          })
          .listen(options.port(), options.host())
          .onSuccess(http::complete);
    }

    /// Whoever may not come in learns nothing but that: paths are looked up after the token.
    private void handle(HttpServerRequest request, EventLoop own, Connections connections) {
      Optional<RequestHead.Fault> unclear = RequestHead.fault(request);
      if (unclear.isPresent()) {
        refuseLast(request, unclear.get(), connections);
        return;
      }
      try {
        requireOwnName(request);
        Optional<MetricsPage> page = metrics.filter(known -> isMetrics(request));
        if (page.isEmpty() || !page.get().open()) {
          requireToken(request);
        }
        if (page.isPresent()) {
          workers.execute(() -> answer(request, own, page.get()));
          return;
        }
        AdminRoutes.Found found =
            routes.find(request.method().name(), request.path() == null ? "" : request.path());
        Map<String, String> query = query(request);
        BoundedBody.read(
            request,
            own,
            LONGEST_BODY,
            BODY_LIMIT,
            body -> workers.execute(() -> answer(request, own, found, query, body)),
            refusal ->
                refuse(
                    request,
                    switch (refusal) {
                      case TOO_LARGE ->
                          new AdminRefusal(
                              413, "The body is longer than %d bytes.".formatted(LONGEST_BODY));
                      case TOO_SLOW ->
                          new AdminRefusal(
                              408,
                              "The body did not arrive within %d s."
                                  .formatted(BODY_LIMIT.toSeconds()));
                    }));
      } catch (AdminRefusal refusal) {
        refuse(request, refusal);
      } catch (RuntimeException fault) { // the event loop's edge
        LOG.error("A request of the admin API failed unexpectedly; please report this.", fault);
        refuse(request, new AdminRefusal(500, UNEXPECTED));
      }
    }

    private static boolean isMetrics(HttpServerRequest request) {
      return MetricsPage.PATH.equals(request.path()) && request.method().name().equals("GET");
    }

    /// On a virtual thread, as the other answers; likewise its edge.
    private static void answer(HttpServerRequest request, EventLoop own, MetricsPage page) {
      try {
        Buffer text = Buffer.buffer(page.text().get());
        own.execute(() -> {
          HttpServerResponse response = request.response();
          if (!response.closed() && !response.ended()) {
            response
                .putHeader("content-type", MetricsPage.CONTENT_TYPE)
                .putHeader("cache-control", "no-store")
                .end(text);
          }
        });
      } catch (RuntimeException fault) {
        LOG.error("The page of metrics failed unexpectedly; please report this.", fault);
        own.execute(() -> refuse(request, new AdminRefusal(500, UNEXPECTED)));
      }
    }

    /// A page in a browser on this machine must not reach the port under a name of its own that it
    /// has pointed at 127.0.0.1 ("DNS rebinding").
    private void requireOwnName(HttpServerRequest request) {
      if (!loopback) {
        return;
      }
      String name = request.authority() == null ? "" : request.authority().host();
      if (!ownNames.contains(name.toLowerCase(Locale.ROOT))) {
        throw new AdminRefusal(
            403, "The admin API is not called '%s'. Use 127.0.0.1 or localhost.".formatted(name));
      }
    }

    private void requireToken(HttpServerRequest request) {
      String header = request.getHeader("authorization");
      boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
      String shown = bearer && header != null ? header.substring(7).strip() : "";
      if (!tokens.letIn(shown)) {
        throw new AdminRefusal(
            401,
            "The admin API wants its token: 'Authorization: Bearer …'. It is the one under"
                + " 'admin.token', or else in the file 'admin-token' of the state folder.");
      }
    }

    private static Map<String, String> query(HttpServerRequest request) {
      Map<String, String> query = new LinkedHashMap<>();
      request.params().forEach((name, value) -> query.putIfAbsent(name, value));
      return query;
    }

    /// On a virtual thread.
    private void answer(
        HttpServerRequest request,
        EventLoop own,
        AdminRoutes.Found found,
        Map<String, String> query,
        Bytes body) {
      AdminAnswer answer = answer(found, query, body);
      own.execute(() -> send(request.response(), answer));
    }

    /// This is the thread's edge: a fault of Polder's own ends in an answer and in the log.
    private static AdminAnswer answer(
        AdminRoutes.Found found, Map<String, String> query, Bytes body) {
      try {
        return found.handler().apply(new AdminCall(found.name(), query, json(body)));
      } catch (AdminRefusal refusal) {
        return AdminAnswer.error(refusal.status(), String.valueOf(refusal.getMessage()));
      } catch (RuntimeException fault) {
        LOG.error("A request of the admin API failed unexpectedly; please report this.", fault);
        return AdminAnswer.error(500, UNEXPECTED);
      }
    }

    private static JsonNode json(Bytes body) {
      if (body.isEmpty()) {
        return AdminJson.object();
      }
      try {
        JsonNode json = MAPPER.readTree(body.array(), body.offset(), body.length());
        if (json.isObject()) {
          return json;
        }
      } catch (IOException notJson) {
        // Said below.
      }
      throw new AdminRefusal(400, "The body is no JSON object.");
    }

    private static void refuseLast(
        HttpServerRequest request, RequestHead.Fault fault, Connections connections) {
      refuse(request, new AdminRefusal(fault.status(), fault.message()));
      connections.endWith(request);
    }

    private static void refuse(HttpServerRequest request, AdminRefusal refusal) {
      // The rest of the body is not waited for.
      request.response().putHeader("connection", "close");
      if (refusal.status() == 401) {
        request.response().putHeader("www-authenticate", "Bearer");
      }
      send(
          request.response(),
          AdminAnswer.error(refusal.status(), String.valueOf(refusal.getMessage())));
    }

    private static void send(HttpServerResponse response, AdminAnswer answer) {
      if (response.closed() || response.ended()) {
        return;
      }
      try {
        response
            .setStatusCode(answer.status())
            .putHeader("content-type", "application/json")
            .putHeader("cache-control", "no-store")
            .end(Buffer.buffer(MAPPER.writeValueAsBytes(answer.body())));
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static boolean isLoopback(String host) {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException unknown) {
        return false;
      }
    }
  }
}
