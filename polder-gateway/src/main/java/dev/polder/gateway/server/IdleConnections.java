package dev.polder.gateway.server;

import dev.polder.http.EventLoop;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Closes connections on which no request is under way for too long: those that never send a whole
/// head, and those that are kept open for nothing.
///
/// A client that waits for its answer is left alone, however long it takes. One timer a connection,
/// which looks when it goes off: a request costs no timer. On one event loop only.
final class IdleConnections {
  /// How long a connection may be kept for a next request; nginx's usual `keepalive_timeout`.
  private static final Duration KEPT = Duration.ofSeconds(75);

  private final EventLoop loop;
  private final Duration headLimit;
  private final Map<HttpConnection, Watched> open = new HashMap<>();

  /// @param headLimit how long the head of a connection's first request may take
  IdleConnections(EventLoop loop, Duration headLimit) {
    this.loop = loop;
    this.headLimit = headLimit;
  }

  void opened(HttpConnection connection) {
    Watched watched = new Watched(connection);
    open.put(connection, watched);
    connection.closeHandler(gone -> {
      open.remove(connection);
      watched.timer.cancel();
    });
  }

  /// A request has begun; its answer's end ends it.
  void begun(HttpServerRequest request) {
    Watched watched = open.get(request.connection());
    if (watched != null) {
      watched.busy = true;
      request.response().endHandler(over -> watched.rest());
    }
  }

  /// One connection.
  private final class Watched {
    private final HttpConnection connection;
    private Duration limit = headLimit;
    private long idleSince = loop.nanoTime();
    private boolean busy;
    private EventLoop.Timer timer;

    Watched(HttpConnection connection) {
      this.connection = connection;
      this.timer = loop.after(limit, this::look);
    }

    void rest() {
      busy = false;
      limit = KEPT;
      idleSince = loop.nanoTime();
    }

    private void look() {
      Duration left = limit.minusNanos(busy ? 0 : loop.nanoTime() - idleSince);
      if (left.isPositive()) {
        timer = loop.after(left.plusMillis(1), this::look);
      } else {
        connection.close();
      }
    }
  }
}
