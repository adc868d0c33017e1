package dev.polder.gateway.traffic;

import dev.polder.model.Operation;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Calls a minute by use case, and attempts a minute by deployment, over the last five minutes. Any
/// thread may count and ask, without locks.
///
/// Names come from the configuration, so there are only so many of them.
public final class Traffic {
  private record Kind(String useCase, Operation operation) {}

  private final LongSupplier nanoTime;
  private final long started;
  private final Map<Kind, Meter> calls = new ConcurrentHashMap<>();
  private final Map<String, Meter> attempts = new ConcurrentHashMap<>();

  /// @param nanoTime a clock that only moves forward
  public Traffic(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /// Counts a call that has ended.
  public void call(String useCase, Operation operation) {
    calls.computeIfAbsent(new Kind(useCase, operation), unknown -> new Meter()).count(elapsed());
  }

  /// Counts an attempt that has ended.
  public void attempt(String deployment) {
    attempts.computeIfAbsent(deployment, unknown -> new Meter()).count(elapsed());
  }

  /// Calls of this use case a minute.
  public double callsPerMinute(String useCase, Operation operation) {
    return perMinute(calls.get(new Kind(useCase, operation)));
  }

  /// Attempts at this deployment a minute.
  public double attemptsPerMinute(String deployment) {
    return perMinute(attempts.get(deployment));
  }

  /// The kinds of calls that the use case had in the last minutes.
  public Set<Operation> operations(String useCase) {
    Set<Operation> seen = EnumSet.noneOf(Operation.class);
    for (Operation operation : Operation.values()) {
      if (callsPerMinute(useCase, operation) > 0) {
        seen.add(operation);
      }
    }
    return seen;
  }

  private double perMinute(@Nullable Meter meter) {
    return meter == null ? 0 : meter.perMinute(elapsed());
  }

  private long elapsed() {
    return nanoTime.getAsLong() - started;
  }
}
