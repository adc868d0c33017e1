package dev.polder.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EveryLoopTest {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Future<?> start() {
    started.add(Thread.currentThread());
    // Somebody else takes a loop, so that turns no longer go round evenly.
    return vertx.timer(1);
  }

  @Test
  void startsOnceOnEachLoopWhoeverElseTakesOne() {
    EveryLoop.start(vertx, 3, this::start);

    assertThat(started).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void tellsWhyOneCouldNotBeStarted() {
    assertThatThrownBy(
            () -> EveryLoop.start(vertx, 3, () -> Future.failedFuture("the port is taken")))
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("the port is taken");
  }

  @Test
  void doesNotSearchForEverWhereLoopsAreMissing() {
    assertThatThrownBy(() -> EveryLoop.start(vertx, 4, this::start))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("4 event loops are wanted, and only 3 were found");
  }
}
