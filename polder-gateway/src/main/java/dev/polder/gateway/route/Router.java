package dev.polder.gateway.route;

import dev.polder.evidence.finding.Ruling;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.model.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Makes routes for calls, and tells people who may serve a kind of call now and why the others may
/// not. Any thread may ask.
public final class Router {
  private final Restrictions restrictions;
  private final Health health;
  private final Gate gate;
  private final RandomGenerator random;

  /// @param random may be asked by any thread
  public Router(Restrictions restrictions, Health health, Gate gate, RandomGenerator random) {
    this.restrictions = restrictions;
    this.health = health;
    this.gate = gate;
    this.random = random;
  }

  /// The way of one call.
  ///
  /// @param prefix the same for prompts that begin alike; asked only where there is a choice
  public Route route(Ladder ladder, Demands demands, LongSupplier prefix) {
    return new Route(
        ladder, admission(ladder, demands, restrictions), restrictions, health, prefix, random);
  }

  /// How every candidate of `ladder` stands, the primary first, as things are now.
  public List<Rung> look(Ladder ladder, Demands demands) {
    return look(ladder, demands, restrictions);
  }

  /// The same as it would be if these restrictions held instead of those in force.
  public List<Rung> look(Ladder ladder, Demands demands, Restrictions instead) {
    Admission admission = admission(ladder, demands, instead);
    List<Rung> rungs = look(ladder, admission, false);
    boolean nobody = rungs.stream().allMatch(rung -> rung.usable().isEmpty());
    return nobody && admission.hasLastResort() ? look(ladder, admission, true) : rungs;
  }

  private List<Rung> look(Ladder ladder, Admission admission, boolean lastResort) {
    List<Rung> rungs = new ArrayList<>(ladder.candidates().size());
    for (Candidate candidate : ladder.candidates()) {
      Optional<Ruling> ruling = admission.ruling(candidate);
      boolean waived = lastResort && admission.isLastResort(candidate);
      List<Deployment> usable = new ArrayList<>();
      List<Exclusion> exclusions = new ArrayList<>();
      for (Deployment deployment : candidate.pool()) {
        admission
            .exclusion(deployment, waived ? Optional.empty() : ruling)
            .or(() -> resting(deployment))
            .ifPresentOrElse(exclusions::add, () -> usable.add(deployment));
      }
      rungs.add(new Rung(candidate, usable, exclusions, ruling));
    }
    return rungs;
  }

  /// Whether anybody may serve such calls, whatever their health: nobody's data class, restriction,
  /// address or evidence forbids it.
  public boolean maySomebody(Ladder ladder, Demands demands) {
    Admission admission = admission(ladder, demands, restrictions);
    for (Candidate candidate : ladder.candidates()) {
      Optional<Ruling> ruling =
          admission.isLastResort(candidate) ? Optional.empty() : admission.ruling(candidate);
      for (Deployment deployment : candidate.pool()) {
        if (admission.exclusion(deployment, ruling).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private Admission admission(Ladder ladder, Demands demands, Restrictions inForce) {
    return new Admission(ladder.primary(), demands, inForce, gate);
  }

  /// A deployment that takes a share of the calls is usable; one that waits for a person is not.
  private Optional<Exclusion> resting(Deployment deployment) {
    return Route.byHealth(deployment, health.standing(deployment), () -> 0);
  }
}
