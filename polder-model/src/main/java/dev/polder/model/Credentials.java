package dev.polder.model;

import dev.polder.http.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// The keys that one provider knows us by. They take turns, and one that the provider does not take
/// is set aside for a while. Any thread may call; nothing blocks.
///
/// Every `now` is in the nanoseconds of `System.nanoTime()`, as an event loop tells them.
public final class Credentials {
  /// Nothing is sent, and nothing can be set aside.
  public static final Credentials NONE = new Credentials(List.of());

  /// More than two centuries in nanoseconds do not fit into the clock.
  private static final Duration LONGEST_REST = Duration.ofDays(365);

  private final List<Secret> secrets;

  /// Until when each is set aside; 0 while it is not.
  private final AtomicLongArray restsUntil;

  private final AtomicInteger turn = new AtomicInteger();

  private Credentials(List<Secret> secrets) {
    this.secrets = List.copyOf(secrets);
    this.restsUntil = new AtomicLongArray(secrets.size());
  }

  /// These, each once; [Secret#NONE] does not count.
  public static Credentials of(List<Secret> secrets) {
    return new Credentials(secrets.stream().filter(secret -> !secret.isNone()).distinct().toList());
  }

  /// These, each once.
  public static Credentials of(Secret... secrets) {
    return of(List.of(secrets));
  }

  /// Whether these are the credentials of exactly `secrets`.
  public boolean isOf(List<Secret> others) {
    return secrets.equals(of(others).secrets);
  }

  /// How many there are.
  public int count() {
    return secrets.size();
  }

  /// The next in turn that is not set aside. When all are, the one that is back first: whether to
  /// call at all then is for the caller to decide. [Secret#NONE] when there are none.
  public Secret pick(long now) {
    int count = secrets.size();
    if (count < 2) {
      return count == 0 ? Secret.NONE : secrets.getFirst();
    }
    int first = Math.floorMod(turn.getAndIncrement(), count);
    int best = first;
    long shortest = Long.MAX_VALUE;
    for (int step = 0; step < count; step++) {
      int each = (first + step) % count;
      long rest = restOf(each, now);
      if (rest <= 0) {
        return secrets.get(each);
      }
      if (rest < shortest) {
        shortest = rest;
        best = each;
      }
    }
    return secrets.get(best);
  }

  /// Whether there is one that is not set aside; true where none is needed.
  public boolean anyLeft(long now) {
    for (int each = 0; each < secrets.size(); each++) {
      if (restOf(each, now) <= 0) {
        return true;
      }
    }
    return secrets.isEmpty();
  }

  /// Leaves `used` out for `rest`, or as long as it rests already, if that is longer.
  ///
  /// @return whether another one is left, so that the same deployment can be called again at once
  public boolean setAside(Secret used, long now, Duration rest) {
    int place = secrets.indexOf(used);
    if (place < 0) {
      return false;
    }
    Duration bounded = rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    // Zero means that it does not rest, so the one instant that is zero becomes the next.
    long until = now + bounded.toNanos() == 0 ? 1 : now + bounded.toNanos();
    restsUntil.accumulateAndGet(
        place, until, (old, wanted) -> old != 0 && old - wanted > 0 ? old : wanted);
    return anyLeft(now);
  }

  /// Takes `secret` again at once.
  public void restore(Secret secret) {
    int place = secrets.indexOf(secret);
    if (place >= 0) {
      restsUntil.set(place, 0);
    }
  }

  private long restOf(int place, long now) {
    long until = restsUntil.get(place);
    return until == 0 ? 0 : until - now;
  }

  /// `bytes` with asterisks wherever one of them stands.
  public Bytes hideIn(Bytes bytes) {
    Bytes hidden = bytes;
    for (Secret secret : secrets) {
      hidden = secret.hideIn(hidden);
    }
    return hidden;
  }

  /// How many there are, and none of them.
  @Override
  public String toString() {
    return secrets.size() + " hidden";
  }
}
