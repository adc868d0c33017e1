package dev.polder.gateway.route;

import dev.polder.evidence.finding.Ruling;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.Lease;
import dev.polder.gateway.health.Standing;
import dev.polder.gateway.health.Waiter;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// The way of one call down its ladder. What it answers is true at the moment of asking:
/// restrictions, data class, evidence, health and room are looked at again at every attempt. On the
/// call's event loop only.
public final class Route {
  private final Ladder ladder;
  private final Admission admission;
  private final Restrictions restrictions;
  private final Health health;
  private final LongSupplier prefix;
  private final RandomGenerator random;
  private double dice = Double.NaN;

  /// @param prefix the same for prompts that begin alike
  Route(
      Ladder ladder,
      Admission admission,
      Restrictions restrictions,
      Health health,
      LongSupplier prefix,
      RandomGenerator random) {
    this.ladder = ladder;
    this.admission = admission;
    this.restrictions = restrictions;
    this.health = health;
    this.prefix = prefix;
    this.random = random;
  }

  /// What to do next: the first candidate that can be asked now, in the ladder's order; a
  /// deployment that is only coming back, where nobody else can; else to wait, if that may help;
  /// else the use case's last resort, if it has one.
  ///
  /// @param spent deployments that this call will not ask again
  public Step next(Predicate<Deployment> spent) {
    List<Exclusion> exclusions = new ArrayList<>(0);
    Optional<Step.Go> go = go(spent, this::dice, false, exclusions);
    if (go.isEmpty() && !exclusions.isEmpty()) {
      // What keeps the call even from those who are only coming back may be worth waiting for.
      exclusions.clear();
      go = go(spent, () -> ANYBODY, false, exclusions);
    }
    if (go.isPresent()) {
      return go.get();
    }
    Step step = waitOrNobody(exclusions);
    return step instanceof Step.Nobody && admission.hasLastResort() ? insteadOf(step, spent) : step;
  }

  /// What to do instead of a refusal: ask the use case's last resort, if it has one, without the
  /// evidence that it lacks.
  public Step insteadOf(Step refusal, Predicate<Deployment> spent) {
    if (!admission.hasLastResort()) {
      return refusal;
    }
    List<Exclusion> exclusions = new ArrayList<>(0);
    Optional<Step.Go> go = go(spent, () -> ANYBODY, true, exclusions);
    return go.isPresent() ? go.get() : waitOrNobody(exclusions);
  }

  /// A dice that every returning deployment takes.
  private static final double ANYBODY = -1;

  /// Whom to ask besides an attempt that is under way, if somebody can be asked now. Nobody who is
  /// only coming back: a hedge is no last resort.
  public Optional<Step.Go> beside(Predicate<Deployment> spent) {
    return go(spent, this::dice, false, new ArrayList<>(0));
  }

  /// The same deployment once more for the same candidate, if it may be asked as things are now.
  /// Whether it was asked as a last resort or in its turn: it has just answered.
  public Optional<Step.Go> again(Step.Go before) {
    Predicate<Deployment> others = deployment -> !deployment.equals(before.deployment());
    boolean waived = admission.isLastResort(before.candidate());
    return go(before.candidate(), others, () -> ANYBODY, waived, new ArrayList<>(0));
  }

  private Optional<Step.Go> go(
      Predicate<Deployment> spent,
      DoubleSupplier thrown,
      boolean lastResort,
      List<Exclusion> exclusions) {
    for (Candidate candidate : ladder.candidates()) {
      boolean waived = lastResort && admission.isLastResort(candidate);
      Optional<Step.Go> go = go(candidate, spent, thrown, waived, exclusions);
      if (go.isPresent()) {
        return go;
      }
    }
    return Optional.empty();
  }

  /// From 0 to 1, at random: whether this call is among the share that a returning deployment
  /// takes. Thrown once a call, and only when somebody asks.
  private double dice() {
    if (Double.isNaN(dice)) {
      dice = random.nextDouble();
    }
    return dice;
  }

  private Optional<Step.Go> go(
      Candidate candidate,
      Predicate<Deployment> spent,
      DoubleSupplier thrown,
      boolean waived,
      List<Exclusion> exclusions) {
    Optional<Ruling> ruling = admission.ruling(candidate);
    for (Deployment deployment :
        usable(candidate, spent, thrown, waived ? Optional.empty() : ruling, exclusions)) {
      Optional<Lease> lease = health.begin(deployment);
      if (lease.isEmpty()) {
        exclusions.add(full(deployment));
        continue;
      }
      Duration capped = restrictions.take(deployment);
      if (capped.isZero()) {
        return Optional.of(
            new Step.Go(
                candidate, deployment, lease.get(), ruling.isEmpty() ? "" : ruling.get().label()));
      }
      lease.get().unjudged();
      exclusions.add(capped(deployment, capped));
    }
    return Optional.empty();
  }

  private List<Deployment> usable(
      Candidate candidate,
      Predicate<Deployment> spent,
      DoubleSupplier thrown,
      Optional<Ruling> ruling,
      List<Exclusion> exclusions) {
    List<Deployment> usable = new ArrayList<>(candidate.pool().size());
    for (Deployment deployment : candidate.pool()) {
      if (!spent.test(deployment)) {
        exclusion(deployment, ruling, thrown)
            .ifPresentOrElse(exclusions::add, () -> usable.add(deployment));
      }
    }
    if (usable.size() < 2) {
      return usable;
    }
    boolean sticky = usable.stream().allMatch(d -> d.provider().preset().cachesPrefixes());
    return Pool.inOrder(usable, health, prefix, sticky, Double.doubleToRawLongBits(dice()) >>> 16);
  }

  private Optional<Exclusion> exclusion(
      Deployment deployment, Optional<Ruling> ruling, DoubleSupplier thrown) {
    Optional<Exclusion> barred = admission.exclusion(deployment, ruling);
    return barred.isPresent() ? barred : byHealth(deployment, health.standing(deployment), thrown);
  }

  static Optional<Exclusion> byHealth(
      Deployment deployment, Standing standing, DoubleSupplier thrown) {
    return switch (standing) {
      case Standing.Ready ready when ready.share() >= 1 || thrown.getAsDouble() <= ready.share() ->
          Optional.empty();
      case Standing.Ready ready ->
          Optional.of(
              new Exclusion(
                  deployment,
                  Exclusion.Cause.RETURNING,
                  "coming back, with %d %% of its calls now"
                      .formatted(Math.round(100 * ready.share()))));
      case Standing.Held held when thrown.getAsDouble() == ANYBODY -> Optional.empty();
      case Standing.Held held ->
          Optional.of(
              new Exclusion(
                  deployment,
                  Exclusion.Cause.RETURNING,
                  "recovered, and held until a person lets calls return"));
      // Nobody else can: a trial before its time is better than a refusal.
      case Standing.Resting resting when !resting.told() && thrown.getAsDouble() == ANYBODY ->
          Optional.empty();
      case Standing.Resting resting ->
          Optional.of(
              new Exclusion(
                  deployment,
                  Exclusion.Cause.RESTING,
                  "rests for %s s (%s)"
                      .formatted(Math.ceilDiv(resting.left().toMillis(), 1000), resting.reason()),
                  Optional.of(resting.left())));
      case Standing.Full full -> Optional.of(full(deployment));
    };
  }

  private static Exclusion full(Deployment deployment) {
    return new Exclusion(deployment, Exclusion.Cause.FULL, "has as much under way as it may have");
  }

  private static Exclusion capped(Deployment deployment, Duration left) {
    return new Exclusion(
        deployment, Exclusion.Cause.RESTING, "its cap is used up", Optional.of(left));
  }

  private static Step waitOrNobody(List<Exclusion> exclusions) {
    if (exclusions.stream().noneMatch(exclusion -> exclusion.cause().passes())) {
      return new Step.Nobody(exclusions);
    }
    Optional<Duration> rest =
        exclusions.stream()
            .flatMap(exclusion -> exclusion.left().stream())
            .min(Duration::compareTo);
    List<Deployment> full =
        exclusions.stream()
            .filter(exclusion -> exclusion.cause() == Exclusion.Cause.FULL)
            .map(Exclusion::deployment)
            .toList();
    return new Step.Wait(rest, full, exclusions);
  }

  /// Has `room` run, once and on any thread, when one of those who are full may have room.
  public Waiter await(Step.Wait wait, Runnable room) {
    return health.await(wait.full(), room);
  }

  /// To be called by who was woken from `wait`, after it has gone on: room that it did not take is
  /// another's.
  public void passOn(Step.Wait wait) {
    health.passOn(wait.full());
  }

  /// The restriction that has come to forbid `deployment`, if one has.
  public Optional<Restriction> cutting(Deployment deployment) {
    return restrictions.cutting(deployment);
  }
}
