package dev.polder.http.client;

import dev.polder.http.EventLoop;
import dev.polder.http.EveryLoop;
import dev.polder.http.VertxEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Event loops with a client each, for a program that asks upstreams and serves nobody itself.
///
/// Whoever starts them closes them. Any thread may ask for them; what they hold is used on its loop
/// only.
public final class ClientLoops implements AutoCloseable {
  private final Vertx vertx;
  private final List<Member> members;

  /// One loop and the client that lives on it.
  public record Member(EventLoop loop, UpstreamClient client) {}

  private ClientLoops(Vertx vertx, List<Member> members) {
    this.vertx = vertx;
    this.members = members;
  }

  /// Starts `loops` event loops and returns when they run.
  ///
  /// @param connectionsPerHost of each loop's client, see [UpstreamClient]
  public static ClientLoops start(int loops, int connectionsPerHost) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setDisableTCCL(true)
                .setEventLoopPoolSize(loops));
    Queue<Member> members = new ConcurrentLinkedQueue<>();
    EveryLoop.start(
        vertx,
        loops,
        () -> {
          EventLoop loop = VertxEventLoop.current(vertx);
          members.add(new Member(loop, new UpstreamClient(vertx, connectionsPerHost)));
          return Future.succeededFuture();
        });
    return new ClientLoops(vertx, List.copyOf(members));
  }

  /// All of them, in no particular order.
  public List<Member> members() {
    return members;
  }

  /// Ends what is under way, and the loops.
  @Override
  public void close() {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw new IllegalStateException("the event loops did not stop", failed);
    }
  }
}
