package dev.polder.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// The Vert.x context of a verticle, seen as an [EventLoop].
public final class VertxEventLoop implements EventLoop {
  private final Context context;
  private final Timers timers;

  /// The loop of the calling thread, which must be a Vert.x event loop.
  public static VertxEventLoop current(Vertx vertx) {
    return new VertxEventLoop(vertx, vertx.getOrCreateContext());
  }

  private VertxEventLoop(Vertx vertx, Context context) {
    this.context = context;
    this.timers =
        new Timers(
            new Timers.Clock() {
              @Override
              public long nanoTime() {
                return System.nanoTime();
              }

              @Override
              public void alarm(long millis, Runnable task) {
                vertx.setTimer(millis, ignored -> task.run());
              }
            });
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return timers.set(Math.max(1, delay.toMillis()), task);
  }

  @Override
  public <T> void offload(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
    context.executeBlocking(work, false).onSuccess(done::accept).onFailure(failed::accept);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
