package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The restrictions in force. Any thread may ask and declare; asking is cheap enough for every
/// attempt.
public final class Restrictions {
  private final InstantSource clock;
  private final List<Restriction> declared = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Restrictions(InstantSource clock) {
    this.clock = clock;
  }

  /// The restriction that forbids `deployment` now, if one does.
  public Optional<Restriction> cutting(Deployment deployment) {
    if (declared.isEmpty()) {
      return Optional.empty();
    }
    return active()
        .filter(restriction -> restriction.effect() instanceof Restriction.Effect.Cut)
        .filter(restriction -> restriction.selector().matches(deployment))
        .findFirst();
  }

  /// How many times its price `deployment` costs now; 1 where nothing says otherwise, the product
  /// where several do.
  public double priceFactor(Deployment deployment) {
    double factor = 1;
    for (Restriction restriction : declared) {
      if (restriction.effect() instanceof Restriction.Effect.Priced priced
          && restriction.selector().matches(deployment)) {
        factor *= priced.factor();
      }
    }
    return factor;
  }

  /// Takes leave for one attempt at `deployment` from every cap that meets it.
  ///
  /// @return zero when the attempt may begin; else how long until it may, and nothing was taken
  public Duration take(Deployment deployment) {
    return Duration.ZERO;
  }

  /// Puts `restriction` in force, at once and for every event loop.
  public void declare(Restriction restriction) {
    declared.add(restriction);
    listeners.forEach(Runnable::run);
  }

  /// Has `changed` run, on the thread that causes it, whenever what is in force has changed.
  public void onChange(Runnable changed) {
    listeners.add(changed);
  }

  private java.util.stream.Stream<Restriction> active() {
    return declared.stream()
        .filter(restriction ->
            restriction.until().map(end -> end.isAfter(clock.instant())).orElse(true));
  }
}
