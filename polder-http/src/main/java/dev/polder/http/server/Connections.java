package dev.polder.http.server;

import dev.polder.http.EventLoop;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The open connections of one event loop: closes those on which no request is under way for too
/// long, and knows which ones are more than one client may have.
///
/// Too long idle are those that never send a whole head, those that are kept open for nothing, and
/// those that go on sending a body whose answer has gone out. A client that waits for its answer is
/// left alone, however long it takes. One timer a connection, which looks when it goes off: a
/// request costs no timer. On the event loop only.
public final class Connections {
  /// How long a connection may be kept for a next request; nginx's usual `keepalive_timeout`.
  private static final Duration KEPT = Duration.ofSeconds(75);

  /// How long one may go on sending what nobody reads, so that it gets to read its answer.
  private static final Duration DRAINED = Duration.ofSeconds(10);

  /// How long one that is not served may take for its request, to be told why.
  private static final Duration SURPLUS = Duration.ofSeconds(1);

  /// What becomes of a request.
  public enum Hearing {
    /// It is served.
    SERVED,
    /// Its client has too many connections: it is refused, and its connection [ended][#endWith].
    ONE_TOO_MANY,
    /// It came behind the last one that is heard, and gets no answer.
    UNHEARD
  }

  private final EventLoop loop;
  private final Duration headLimit;
  private final ClientShare clients;
  private final Map<HttpConnection, Watched> open = new HashMap<>();

  /// @param headLimit how long the head of a connection's first request may take
  /// @param clients counts the connections of each client, over all event loops
  public Connections(EventLoop loop, Duration headLimit, ClientShare clients) {
    this.loop = loop;
    this.headLimit = headLimit;
    this.clients = clients;
  }

  /// Watches a new connection until it closes.
  public void opened(HttpConnection connection) {
    ClientShare.Place place = clients.take(connection.remoteAddress());
    Watched watched = new Watched(connection, place.standing());
    open.put(connection, watched);
    connection.closeHandler(gone -> {
      open.remove(connection);
      watched.timer.cancel();
      place.leave();
    });
    if (place.standing() == ClientShare.Standing.SHUT_OUT) {
      connection.close();
    }
  }

  /// A request has begun; its answer's end ends it.
  ///
  /// @return what is to be done about it
  public Hearing begun(HttpServerRequest request) {
    Watched watched = open.get(request.connection());
    if (watched == null) {
      return Hearing.SERVED;
    }
    watched.busy = true;
    request.response().endHandler(over -> watched.rest(request));
    return watched.hearing;
  }

  /// The answer to `request`, which has just been written, is the last on its connection: whoever
  /// sent it is not trusted with where the next one begins.
  public void endWith(HttpServerRequest request) {
    Watched watched = open.get(request.connection());
    if (watched != null) {
      watched.hearing = Hearing.UNHEARD;
    }
    loop.execute(() -> request.connection().close());
  }

  /// One connection.
  private final class Watched {
    private final HttpConnection connection;
    private Duration limit;
    private long idleSince = loop.nanoTime();
    private boolean busy;
    private Hearing hearing;
    private EventLoop.Timer timer;

    Watched(HttpConnection connection, ClientShare.Standing standing) {
      this.connection = connection;
      boolean within = standing == ClientShare.Standing.WITHIN;
      this.hearing = within ? Hearing.SERVED : Hearing.ONE_TOO_MANY;
      this.limit = within ? headLimit : SURPLUS;
      this.timer = loop.after(limit, this::look);
    }

    void rest(HttpServerRequest answered) {
      busy = false;
      limit = KEPT;
      idleSince = loop.nanoTime();
      if (!answered.isEnded()) {
        loop.after(
            DRAINED,
            () -> {
              if (!answered.isEnded()) {
                connection.close();
              }
            });
      }
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
