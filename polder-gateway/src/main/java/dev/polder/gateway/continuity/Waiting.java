package dev.polder.gateway.continuity;

import dev.polder.gateway.health.Waiter;
import dev.polder.gateway.route.Route;
import dev.polder.gateway.route.Step;
import dev.polder.http.EventLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One call's waits: for time to pass, for room at somebody who is full, or for whichever comes
/// first. On the call's event loop only.
final class Waiting {
  private final Route route;
  private final Limits limits;
  private final Means means;
  private final Runnable proceed;
  private @Nullable Waiter waiter;
  private EventLoop.@Nullable Timer pause;
  private long since;

  /// @param proceed runs when a wait is over; may be told more than once
  Waiting(Route route, Limits limits, Means means, Runnable proceed) {
    this.route = route;
    this.limits = limits;
    this.means = means;
    this.proceed = proceed;
  }

  /// Waits for whom `wait` names, if somebody may be asked in time.
  ///
  /// @param deadline the call's, in the loop's nanoseconds
  /// @return whether the call waits now
  boolean begin(Step.Wait wait, long deadline) {
    Duration left = left(deadline);
    boolean restsInTime = wait.rest().filter(rest -> rest.compareTo(left) < 0).isPresent();
    if (!restsInTime && (wait.full().isEmpty() || left.isZero())) {
      return false;
    }
    if (!wait.full().isEmpty()) {
      waiter = route.await(wait, () -> means.loop().execute(() -> woken(wait)));
    }
    Duration rest = restsInTime ? wait.rest().orElse(left) : left;
    long apart = means.random().nextLong(Math.clamp(rest.toMillis() / 10, 1, 1000));
    pause(rest.plusMillis(1 + apart));
    return true;
  }

  /// What is left of the limit on waiting, which begins anew when somebody was asked, within the
  /// deadline.
  private Duration left(long deadline) {
    long now = means.loop().nanoTime();
    if (since == 0) {
      since = now;
    }
    Duration within = limits.patience().minusNanos(now - since);
    Duration untilDeadline = Duration.ofNanos(deadline - now);
    Duration left = within.compareTo(untilDeadline) < 0 ? within : untilDeadline;
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void woken(Step.Wait wait) {
    proceed.run();
    route.passOn(wait);
  }

  /// Waits for `rest`, whatever happens.
  void pause(Duration rest) {
    pause = means.loop().after(rest, proceed);
  }

  /// To be called when somebody is asked: the next wait is a new one.
  void served() {
    since = 0;
  }

  /// Waits no more, for whatever it was.
  void stop() {
    if (waiter != null) {
      waiter.giveUp();
      waiter = null;
    }
    if (pause != null) {
      pause.cancel();
      pause = null;
    }
  }
}
