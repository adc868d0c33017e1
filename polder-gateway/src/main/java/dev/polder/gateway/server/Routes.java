package dev.polder.gateway.server;

import dev.polder.gateway.call.Serving;
import dev.polder.gateway.guard.ClientKey;
import dev.polder.gateway.guard.Keyring;
import dev.polder.http.EventLoop;
import dev.polder.http.server.Connections;
import dev.polder.http.server.RequestHead;
import dev.polder.model.openai.ErrorBody;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The table of paths: what is not in it does not exist, and what is in it says who may ask.
final class Routes {
  /// One line of the table.
  private record Route(String method, Access access, Consumer<Exchange> handler) {}

  private static final String MODELS = "/v1/models";

  private final Supplier<Serving> serving;
  private final EventLoop loop;
  private final Connections connections;
  private final Supplier<String> callIds;
  private final CatalogueEndpoints catalogue;
  private final Map<String, Route> table = new LinkedHashMap<>();

  Routes(
      Supplier<Serving> serving,
      EventLoop loop,
      Connections connections,
      Supplier<String> callIds,
      CatalogueEndpoints catalogue,
      ModelEndpoint chat,
      ModelEndpoint embeddings) {
    this.serving = serving;
    this.loop = loop;
    this.connections = connections;
    this.callIds = callIds;
    this.catalogue = catalogue;
    table.put("/v1/chat/completions", new Route("POST", Access.KEY, chat::handle));
    table.put("/v1/embeddings", new Route("POST", Access.KEY, embeddings::handle));
    table.put(MODELS, new Route("GET", Access.KEY, catalogue::models));
    table.put("/healthz", new Route("GET", Access.OPEN, catalogue::health));
    table.put("/readyz", new Route("GET", Access.OPEN, catalogue::readiness));
  }

  /// Serves one request.
  void handle(HttpServerRequest request) {
    Optional<RequestHead.Fault> fault = RequestHead.fault(request);
    if (fault.isPresent()) {
      refuseLast(request, fault.get());
      return;
    }
    HttpReply reply = new HttpReply(request.response(), loop, callIds.get());
    reply.guard(() -> handle(request, reply));
  }

  /// Says to a client that it has too many connections, and closes this one.
  void oneTooMany(HttpServerRequest request) {
    refuseLast(
        request,
        ErrorAnswer.of(
            429,
            new ErrorBody(
                "This client has too many connections. Close some, or use them again; those who run"
                    + " Polder may raise 'server.connections-per-client'.",
                "rate_limit_error",
                "too_many_connections"),
            "retry-after",
            "1"));
  }

  private void refuseLast(HttpServerRequest request, RequestHead.Fault fault) {
    refuseLast(request, ErrorAnswer.invalidRequest(fault.status(), fault.message(), ""));
  }

  /// Answers a request behind which nothing is read any more.
  private void refuseLast(HttpServerRequest request, ErrorAnswer error) {
    HttpReply reply = new HttpReply(request.response(), loop, callIds.get());
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    reply.refuse(error);
    connections.endWith(request);
  }

  private void handle(HttpServerRequest request, HttpReply reply) {
    String path = request.path() == null ? "" : request.path();
    Route route = find(path);
    if (route == null) {
      reply.refuse(
          ErrorAnswer.invalidRequest(
              404,
              "There is nothing at this path. Known: " + String.join(", ", table.keySet()) + ".",
              ""));
      return;
    }
    if (!request.method().name().equals(route.method())) {
      reply.refuse(
          ErrorAnswer.invalidRequest(405, "This path takes " + route.method() + " only.", ""));
      return;
    }
    Optional<String> key = authenticate(request, route.access());
    if (key.isEmpty()) {
      reply.refuse(ErrorAnswer.unauthorised());
      return;
    }
    route.handler().accept(new Exchange(request, reply, key.get(), reply.call()));
  }

  private @Nullable Route find(String path) {
    Route known = table.get(path);
    if (known == null && path.startsWith(MODELS + "/")) {
      String name = decoded(path.substring(MODELS.length() + 1));
      return new Route("GET", Access.KEY, exchange -> catalogue.model(exchange, name));
    }
    return known;
  }

  /// A name that is not well encoded stays as it is: no model has it.
  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }

  /// The name of the client's key, `""` where none is needed, empty where the request must not
  /// pass.
  private Optional<String> authenticate(HttpServerRequest request, Access access) {
    return switch (access) {
      case OPEN -> Optional.of("");
      case KEY -> keyName(request, serving.get().keyring());
    };
  }

  private static Optional<String> keyName(HttpServerRequest request, Keyring keyring) {
    return keyring.isOpen() ? Optional.of("") : keyOf(request, keyring).map(ClientKey::name);
  }

  private static Optional<ClientKey> keyOf(HttpServerRequest request, Keyring keyring) {
    String header = request.getHeader("authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return Optional.empty();
    }
    return keyring.find(header.substring(7).strip());
  }

  /// Answers what the HTTP decoder could not make a request of.
  void invalid(HttpServerRequest request) {
    refuseLast(request, RequestHead.undecodable(request));
  }
}
