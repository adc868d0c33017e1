package dev.polder.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One event loop for a test, and a way onto it.
public final class TestLoop implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();

  public Vertx vertx() {
    return vertx;
  }

  /// Does `work` on the loop and waits for its result.
  public <T> T call(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(ignored -> {
      try {
        result.complete(work.call());
      } catch (Exception failed) {
        result.completeExceptionally(failed);
      }
    });
    return result.get(10, TimeUnit.SECONDS);
  }

  /// Does `work` on the loop and waits until it is done.
  public void run(Runnable work) throws Exception {
    call(() -> {
      work.run();
      return true;
    });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
