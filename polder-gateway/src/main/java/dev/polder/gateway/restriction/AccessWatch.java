package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.Usage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether access to a deployment is lost, restricts that one deployment while it is, and
/// lifts the restriction when access returns.
///
/// A failed call only raises a suspicion. What restricts is Polder's own probe, refused twice in a
/// row; so no caller's request can restrict anything for others. There is at most one probe a
/// deployment at a time, and none within a quiet time after one that found no loss, so that a
/// caller who is refused again and again cannot make Polder hammer either.
public final class AccessWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AccessWatch.class);

  /// Those that were restricted before a restart are asked within this time.
  private static final Duration SOON = Duration.ofSeconds(3);

  private final Restrictions restrictions;
  private final Policy policy;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private final Queue<Judged> judged = new ConcurrentLinkedQueue<>();
  private volatile Optional<Begun> begun = Optional.empty();
  private volatile Map<String, Deployment> deployments = Map.of();

  /// When to probe.
  ///
  /// @param pause between the two refusals that confirm a loss
  /// @param quiet how long suspicions are not followed up after a probe that found no loss
  /// @param firstBackoff between the first two probes for the return of access; doubles
  /// @param longestBackoff what it grows to
  public record Policy(
      Duration pause, Duration quiet, Duration firstBackoff, Duration longestBackoff) {
    public static final Policy USUAL =
        new Policy(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(15));
  }

  /// What the probes of one deployment have used so far.
  public record ProbeUse(long probes, long inputTokens, long outputTokens) {
    private ProbeUse with(Optional<Usage> usage) {
      return new ProbeUse(
          probes + 1,
          inputTokens + usage.map(Usage::inputTokens).orElse(0L),
          outputTokens + usage.map(Usage::outputTokens).orElse(0L));
    }
  }

  private record Begun(AccessProbe probe, Runnable nudge) {}

  private record Judged(String deployment, Judgement judgement) {}

  /// One deployment. Event loops only turn trust into suspicion; all else is done by [#tick()].
  private static final class Watched {
    private final AtomicReference<Trust> trust;
    private volatile ProbeUse use = new ProbeUse(0, 0, 0);

    Watched(Trust trust) {
      this.trust = new AtomicReference<>(trust);
    }
  }

  /// @param clock for the times in restrictions
  /// @param nanoTime a clock that only moves forward, for pauses
  /// @param random makes identifiers and jitter; any thread
  public AccessWatch(
      Restrictions restrictions,
      Policy policy,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.restrictions = restrictions;
    this.policy = policy;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /// Begins to probe; suspicions from before are followed up now.
  ///
  /// @param nudge sees to it that [#tick()] runs soon; from any thread, must not block
  public void begin(AccessProbe probe, Collection<Deployment> configured, Runnable nudge) {
    begun = Optional.of(new Begun(probe, nudge));
    configured(configured);
  }

  /// Says which deployments there are now. A detected restriction on one that is there no more is
  /// lifted; the others are probed soon. May block.
  public synchronized void configured(Collection<Deployment> configured) {
    Map<String, Deployment> byName = new LinkedHashMap<>();
    configured.forEach(deployment -> byName.put(deployment.name(), deployment));
    deployments = byName;
    watched.keySet().retainAll(byName.keySet());
    for (Restriction restriction : restrictions.all()) {
      if (restriction.origin() == Restriction.Origin.DETECTED) {
        resume(restriction, restriction.selector().value());
      }
    }
  }

  private void resume(Restriction restriction, String name) {
    if (!deployments.containsKey(name)) {
      restrictions.lift(restriction.id(), "polder");
      return;
    }
    Trust trust =
        new Trust.Restricted(
            restriction.id(),
            restriction.probe().orElse(Operation.CHAT),
            policy.firstBackoff(),
            nanoTime.getAsLong() + Trust.jittered(SOON, random));
    Watched one = watched.computeIfAbsent(name, unknown -> new Watched(trust));
    if (one.trust.get() instanceof Trust.Restricted) {
      // The configuration may have brought what was missing, such as another key.
      one.trust.set(trust);
    }
  }

  /// Says that an attempt at `deployment` ended as one does when access is gone or unpaid. Any
  /// thread; never blocks, and costs next to nothing while a suspicion is already followed up.
  public void suspect(Deployment deployment, Operation operation) {
    long now = nanoTime.getAsLong();
    Watched one =
        watched.computeIfAbsent(deployment.name(), unknown -> new Watched(new Trust.Trusted(now)));
    if (one.trust.get() instanceof Trust.Trusted trusted
        && trusted.heeds(now)
        && one.trust.compareAndSet(trusted, trusted.suspected(operation, now))) {
      nudge();
    }
  }

  private void nudge() {
    begun.ifPresent(running -> running.nudge().run());
  }

  /// Does what is due: follows up judgements, and sends probes. To be called a few times a second,
  /// and when nudged, on a thread that may block.
  public synchronized void tick() {
    for (Judged next = judged.poll(); next != null; next = judged.poll()) {
      Watched one = watched.get(next.deployment());
      if (one != null) {
        follow(next.deployment(), one, next.judgement());
      }
    }
    begun.ifPresent(
        running -> watched.forEach((name, one) -> askIfDue(name, one, running.probe())));
  }

  private void follow(String name, Watched one, Judgement judgement) {
    long now = nanoTime.getAsLong();
    one.use =
        one.use.with(
            judgement instanceof Judgement.Access access ? access.usage() : Optional.empty());
    switch (one.trust.get()) {
      case Trust.Asked asked -> {
        if (asked.confirmedBy(judgement) && judgement instanceof Judgement.Lost lost) {
          one.trust.set(restrict(name, asked.operation(), lost.reason()));
        } else {
          one.trust.set(asked.judged(judgement, now, policy));
        }
      }
      case Trust.AskedAgain asked -> {
        if (judgement instanceof Judgement.Access) {
          LOG.info("Access to deployment '{}' is there again.", name);
          restrictions.accessReturned(asked.id());
          one.trust.set(new Trust.Trusted(now));
        } else {
          one.trust.set(asked.inVain(now, policy, random));
        }
      }
      // It was taken out of the configuration and put back while the probe was under way.
      case Trust.Trusted trusted -> {}
      case Trust.Suspected suspected -> {}
      case Trust.Restricted restricted -> {}
    }
  }

  private Trust restrict(String name, Operation operation, String reason) {
    Restriction restriction =
        new Restriction(
            restrictions.freeId(random),
            Selector.deployment(name),
            new Restriction.Effect.Cut(false),
            Restriction.Origin.DETECTED,
            "access lost: " + reason,
            "polder",
            clock.instant(),
            Optional.empty(),
            Optional.of(operation));
    LOG.warn(
        "Access to deployment '{}' is lost ({}); it is restricted until it returns.", name, reason);
    restrictions.declare(restriction);
    return new Trust.Restricted(
        restriction.id(),
        operation,
        policy.firstBackoff().multipliedBy(2),
        nanoTime.getAsLong() + Trust.jittered(policy.firstBackoff(), random));
  }

  private void askIfDue(String name, Watched one, AccessProbe probe) {
    long now = nanoTime.getAsLong();
    switch (one.trust.get()) {
      case Trust.Suspected suspected -> {
        if (now - suspected.due() >= 0) {
          ask(name, one, suspected.asked(), suspected.operation(), probe);
        }
      }
      case Trust.Restricted restricted -> {
        if (restrictions.find(restricted.id()).isEmpty()) {
          // Somebody has lifted it: they may know better. The next refused call is looked into.
          one.trust.set(new Trust.Trusted(now));
        } else if (now - restricted.due() >= 0) {
          ask(name, one, restricted.asked(), restricted.operation(), probe);
        }
      }
      case Trust.Trusted trusted -> {}
      case Trust.Asked asked -> {}
      case Trust.AskedAgain asked -> {}
    }
  }

  private void ask(String name, Watched one, Trust asking, Operation operation, AccessProbe probe) {
    Deployment deployment = deployments.get(name);
    if (deployment == null) {
      // It has left the configuration, and a call from before it left has failed.
      watched.remove(name);
      return;
    }
    if (restrictions.isCutByPeople(deployment)) {
      return; // nothing of ours goes there before they lift that; it is due then
    }
    one.trust.set(asking);
    probe.ask(
        deployment,
        operation,
        judgement -> {
          judged.add(new Judged(name, judgement));
          nudge();
        });
  }

  /// What probes have used so far, by the deployment's name; those never probed are left out.
  public Map<String, ProbeUse> use() {
    Map<String, ProbeUse> used = new TreeMap<>();
    watched.forEach((name, one) -> {
      if (one.use.probes() > 0) {
        used.put(name, one.use);
      }
    });
    return used;
  }
}
