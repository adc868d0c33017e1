package dev.polder.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Starts something once on every event loop.
///
/// Vert.x gives its loops out in turn, also to what it starts for itself, so that of several
/// instances of one deployment two may get the same loop while another loop stays idle.
public final class EveryLoop {
  /// More turns than anybody else ever takes.
  private static final int MOST_TURNS = 1000;

  private EveryLoop() {}

  /// Starts one after the other and returns when all have started.
  ///
  /// @param loops how many event loops `vertx` has
  /// @param start called on each of them, once
  /// @throws CompletionException when one cannot be started; those before it run
  /// @throws IllegalStateException when `vertx` has fewer loops
  public static void start(Vertx vertx, int loops, Supplier<? extends Future<?>> start) {
    Set<Thread> taken = ConcurrentHashMap.newKeySet();
    for (int turn = 0; taken.size() < loops; turn++) {
      if (turn == MOST_TURNS) {
        throw new IllegalStateException(
            "%d event loops are wanted, and only %d were found".formatted(loops, taken.size()));
      }
      vertx
          .deployVerticle(new Starter(taken, start))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  /// On a loop that has been taken already it does nothing.
  private static final class Starter extends VerticleBase {
    private final Set<Thread> taken;
    private final Supplier<? extends Future<?>> start;

    Starter(Set<Thread> taken, Supplier<? extends Future<?>> start) {
      this.taken = taken;
      this.start = start;
    }

    @Override
    public Future<?> start() {
      return taken.add(Thread.currentThread()) ? start.get() : Future.succeededFuture();
    }
  }
}
