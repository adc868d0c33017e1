package dev.polder.app;

import dev.polder.engine.supervise.Engine;
import dev.polder.gateway.health.Health;
import dev.polder.model.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Engines that a changed configuration has no use for: each is stopped once its last call is over,
/// and in any case after five minutes.
record Retirement(List<Retiring> engines, Health health) {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /// An engine and those that it still serves.
  record Retiring(Engine engine, List<Deployment> deployments) {}

  static Retirement of(Fleet before, Fleet after, Health health) {
    List<Retiring> retiring = new ArrayList<>();
    before
        .engines()
        .forEach((name, engine) -> {
          if (!engine.equals(after.engines().get(name))) {
            retiring.add(new Retiring(engine, before.servedBy(name)));
          }
        });
    return new Retirement(retiring, health);
  }

  /// Waits on threads of its own.
  void begin() {
    engines.forEach(
        one -> Thread.ofVirtual().name("retire-" + one.engine().name()).start(() -> retire(one)));
  }

  private void retire(Retiring one) {
    long end = System.nanoTime() + LONGEST.toNanos();
    try {
      do {
        Thread.sleep(BETWEEN_LOOKS); // first of all: a call may be just about to begin
      } while (isBusy(one) && System.nanoTime() < end);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    one.engine().stop();
  }

  private boolean isBusy(Retiring one) {
    return one.deployments().stream().anyMatch(deployment -> health.underWay(deployment) > 0);
  }
}
