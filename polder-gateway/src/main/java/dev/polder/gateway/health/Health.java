package dev.polder.gateway.health;

import dev.polder.model.Deployment;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// How all deployments are faring. Any thread; nothing here blocks.
///
/// Deployments are known by their names, so that what is known of one survives a change of the
/// configuration.
public final class Health {
  /// Hears when a deployment's condition has become another, on the thread of the call that changed
  /// it.
  public interface Listener {
    /// The deployment `name` went from one condition to the other.
    void changed(String name, Condition before, Condition after);
  }

  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Listener listener;
  private final Map<String, Vitals> vitals = new ConcurrentHashMap<>();
  private volatile HealthPolicy policy;

  /// @param nanoTime a clock that only moves forward, in nanoseconds
  /// @param random may be asked by any thread
  public Health(
      HealthPolicy policy, LongSupplier nanoTime, RandomGenerator random, Listener listener) {
    this.policy = policy;
    this.nanoTime = nanoTime;
    this.random = random;
    this.listener = listener;
  }

  /// How `deployment` stands towards one more attempt.
  public Standing standing(Deployment deployment) {
    return of(deployment).standing(deployment.traits());
  }

  /// Takes a place at `deployment` for one attempt; empty when it has none after all.
  public Optional<Lease> begin(Deployment deployment) {
    return of(deployment).begin(deployment.traits());
  }

  /// How many attempts it has under way.
  public int underWay(Deployment deployment) {
    return of(deployment).underWay();
  }

  /// Its condition, for people.
  public Condition condition(Deployment deployment) {
    return of(deployment).condition();
  }

  /// Has `room` run, once and on whatever thread makes it, when one of `deployments` may have room.
  public Waiter await(Collection<Deployment> deployments, Runnable room) {
    Waiter waiter = new Waiter(room);
    for (Deployment deployment : deployments) {
      of(deployment).await(waiter);
    }
    // Room that came after the caller had looked, and before it was in the queue, woke nobody.
    if (deployments.stream().anyMatch(this::hasRoom)) {
      waiter.wake();
    }
    return waiter;
  }

  /// To be called by who was woken, after it has taken the room or not: room that is left at one of
  /// `deployments` is another's.
  public void passOn(Collection<Deployment> deployments) {
    for (Deployment deployment : deployments) {
      if (hasRoom(deployment)) {
        of(deployment).wakeOne();
      }
    }
  }

  private boolean hasRoom(Deployment deployment) {
    return of(deployment).hasRoom(deployment.traits());
  }

  /// Lets calls return to `deployment` after a restriction has ended, the way that its operator
  /// wants them to.
  public void restore(Deployment deployment) {
    of(deployment).restore(deployment.traits().failback());
  }

  /// Lets calls return to `deployment`, because a person says so.
  public void letReturn(Deployment deployment) {
    of(deployment).letReturn();
  }

  /// Other bounds from now on.
  public void follow(HealthPolicy other) {
    policy = other;
  }

  private Vitals of(Deployment deployment) {
    Vitals known = vitals.get(deployment.name());
    return known != null
        ? known
        : vitals.computeIfAbsent(deployment.name(), name -> new Vitals(this, name));
  }

  HealthPolicy policy() {
    return policy;
  }

  RandomGenerator random() {
    return random;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  void tell(String name, Condition before, Condition after) {
    listener.changed(name, before, after);
  }
}
