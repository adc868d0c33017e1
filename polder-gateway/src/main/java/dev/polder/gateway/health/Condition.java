package dev.polder.gateway.health;

import dev.polder.model.Traits;
import java.time.Duration;

/// The state of one deployment: well, ejected, on trial, returning or held.
///
/// ```
///            too many failures            rest over              enough successes
///   Well ───────────────────────▶ Ejected ─────────▶ OnTrial ───────────────────────▶ Returning
///    ▲                             ▲ ▲  ▲               │ failure: a longer rest        │  │
///    │                             │ │  └───────────────┘                               │  │
///    │                             │ └───────────── failures, fewer than from Well ─────┘  │
///    └─────────────────────────────┼──────────────────────── ramp over ────────────────────┘
///                          Held ◀──┘ rest over, where a person decides on failback
/// ```
///
/// Immutable; every transition is a method that answers the next state. Times are nanoseconds of a
/// clock that only moves forward.
public sealed interface Condition {
  /// What it means for one more attempt.
  Standing standing(long now, HealthPolicy policy, Traits.Failback failback);

  /// After an attempt that the deployment answered, whatever it said.
  ///
  /// @param trial whether it was begun as a trial
  Condition answered(long now, boolean trial, HealthPolicy policy);

  /// After an attempt in which the deployment, or the way to it, was broken.
  ///
  /// @param jitter from 0 to 1, at random
  Condition broke(long now, boolean trial, HealthPolicy policy, double jitter);

  /// After a trial that says nothing, such as one whose client left.
  default Condition unjudged(boolean trial) {
    return this;
  }

  /// When an attempt begins: after a rest, the first one is a trial.
  default Condition begun(long now, Traits.Failback failback) {
    return this;
  }

  /// Whether an attempt that begins now is a trial.
  default boolean onTrial() {
    return false;
  }

  /// When a person lets calls return.
  default Condition returned(long now) {
    return new Returning(now, 1, Window.begin(now));
  }

  /// When a restriction has ended.
  default Condition restored(long now, Traits.Failback failback) {
    return switch (failback) {
      case AUTOMATIC -> returned(now);
      case BY_HAND -> new Held(1);
    };
  }

  /// In a word or two, for people.
  String label();

  /// Where every deployment begins.
  static Condition well(long now) {
    return new Well(Window.begin(now));
  }

  /// Nothing speaks against it.
  record Well(Window window) implements Condition {
    @Override
    public Standing standing(long now, HealthPolicy policy, Traits.Failback failback) {
      return Standing.READY;
    }

    @Override
    public Condition answered(long now, boolean trial, HealthPolicy policy) {
      return new Well(window.answered(now));
    }

    @Override
    public Condition broke(long now, boolean trial, HealthPolicy policy, double jitter) {
      Window after = window.broke(now);
      return after.isTooMuch(policy.failures(), policy.share(), HealthPolicy.COUNTED_CALLS)
          ? Ejected.of(now, 1, policy, jitter)
          : new Well(after);
    }

    @Override
    public String label() {
      return "well";
    }
  }

  /// It failed too often and is not asked until its rest is over.
  ///
  /// @param times how often in a row it was ejected, from 1
  record Ejected(long until, int times) implements Condition {
    /// Rests double from time to time (capped), and half of each is left to chance, so that several
    /// gateways do not come back in step.
    static Ejected of(long now, int times, HealthPolicy policy, double jitter) {
      Duration doubled = policy.rest().multipliedBy(1L << Math.min(times - 1, 20));
      Duration rest = doubled.compareTo(policy.longestRest()) > 0 ? policy.longestRest() : doubled;
      return new Ejected(now + (long) (rest.toNanos() * (0.5 + 0.5 * jitter)), times);
    }

    @Override
    public Standing standing(long now, HealthPolicy policy, Traits.Failback failback) {
      if (until - now > 0) {
        return new Standing.Resting(Duration.ofNanos(until - now), "failed too often", false);
      }
      return switch (failback) {
        case AUTOMATIC -> Standing.READY;
        case BY_HAND -> Standing.HELD;
      };
    }

    @Override
    public Condition begun(long now, Traits.Failback failback) {
      return switch (failback) {
        case AUTOMATIC -> new OnTrial(times, 0, true);
        case BY_HAND -> new Held(times);
      };
    }

    @Override
    public Condition answered(long now, boolean trial, HealthPolicy policy) {
      return this; // begun before it was ejected: old news
    }

    @Override
    public Condition broke(long now, boolean trial, HealthPolicy policy, double jitter) {
      return this;
    }

    @Override
    public String label() {
      return "ejected";
    }
  }

  /// Its rest is over: one attempt at a time shows whether it has recovered.
  ///
  /// @param underWay whether that attempt is running
  record OnTrial(int times, int successes, boolean underWay) implements Condition {
    @Override
    public Standing standing(long now, HealthPolicy policy, Traits.Failback failback) {
      return underWay ? Standing.FULL : Standing.READY;
    }

    @Override
    public boolean onTrial() {
      return true;
    }

    @Override
    public Condition begun(long now, Traits.Failback failback) {
      return new OnTrial(times, successes, true);
    }

    @Override
    public Condition answered(long now, boolean trial, HealthPolicy policy) {
      if (!trial) {
        return this;
      }
      return successes + 1 >= policy.successes()
          ? new Returning(now, times, Window.begin(now))
          : new OnTrial(times, successes + 1, false);
    }

    @Override
    public Condition broke(long now, boolean trial, HealthPolicy policy, double jitter) {
      return trial ? Ejected.of(now, times + 1, policy, jitter) : this;
    }

    @Override
    public Condition unjudged(boolean trial) {
      return trial ? new OnTrial(times, successes, false) : this;
    }

    @Override
    public String label() {
      return "on trial";
    }
  }

  /// It has recovered, and gets a share of its calls that grows from a tenth to all of them, so
  /// that they do not topple it again. Half as many failures as usual eject it.
  record Returning(long since, int times, Window window) implements Condition {
    private static final double FIRST_SHARE = 0.1;

    @Override
    public Standing standing(long now, HealthPolicy policy, Traits.Failback failback) {
      double done = (double) (now - since) / Math.max(1, policy.ramp().toNanos());
      return done >= 1 ? Standing.READY : new Standing.Ready(FIRST_SHARE + 0.9 * done);
    }

    @Override
    public Condition answered(long now, boolean trial, HealthPolicy policy) {
      return now - since >= policy.ramp().toNanos()
          ? new Well(window.answered(now))
          : new Returning(since, times, window.answered(now));
    }

    @Override
    public Condition broke(long now, boolean trial, HealthPolicy policy, double jitter) {
      Window after = window.broke(now);
      boolean tooMuch =
          after.isTooMuch(
              Math.max(1, policy.failures() / 2),
              policy.share() / 2,
              HealthPolicy.COUNTED_CALLS / 2);
      return tooMuch
          ? Ejected.of(now, times + 1, policy, jitter)
          : new Returning(since, times, after);
    }

    @Override
    public String label() {
      return "returning";
    }
  }

  /// It may have recovered; a person decides when calls return to it.
  record Held(int times) implements Condition {
    @Override
    public Standing standing(long now, HealthPolicy policy, Traits.Failback failback) {
      return Standing.HELD;
    }

    @Override
    public Condition answered(long now, boolean trial, HealthPolicy policy) {
      return this;
    }

    @Override
    public Condition broke(long now, boolean trial, HealthPolicy policy, double jitter) {
      return Ejected.of(now, times + 1, policy, jitter);
    }

    @Override
    public String label() {
      return "held until a person says so";
    }
  }
}
