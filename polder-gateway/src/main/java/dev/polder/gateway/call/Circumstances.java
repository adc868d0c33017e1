package dev.polder.gateway.call;

import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.traffic.Traffic;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all calls have in common, on whichever event loop they are: what is restricted, who watches
/// access, and how much is going on.
public record Circumstances(Restrictions restrictions, AccessWatch access, Traffic traffic) {
  /// Nothing restricted yet, on the clock of this computer.
  public static Circumstances fresh(InstantSource clock, RandomGenerator random) {
    return of(new Restrictions(clock), clock, random);
  }

  /// These restrictions, on the clock of this computer.
  public static Circumstances of(
      Restrictions restrictions, InstantSource clock, RandomGenerator random) {
    return new Circumstances(
        restrictions,
        new AccessWatch(restrictions, AccessWatch.Policy.USUAL, clock, System::nanoTime, random),
        new Traffic(System::nanoTime));
  }
}
