package dev.polder.evals.canary;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model that is watched round by round: the first rounds are the baseline, every later one is
/// laid beside it.
///
/// **The rule.** At look t, that is after the t-th round behind the baseline, the last round, the
/// last 3, at every third look the last 9 and at every ninth the last 27 are each tested against
/// the baseline, by an exact permutation test (see `Lot`) for new answers, for a lower and for a
/// higher score. An alarm is raised where p ≤ α/(t(t + 1)) · ¼ · share, the shares being ½, ¼ and
/// ¼. The bounds add up to α over all looks without end, as Σ 1/(t(t + 1)) = 1; so as long as the
/// model stays the one of the baseline, *ever* a false alarm has a probability of α at most
/// (Bonferroni's inequality, which asks nothing of how the looks hang together: they share the
/// baseline and most of their rounds). To spend α over looks is Lan and DeMets' idea (Biometrika
/// 70, 1983, 659–663); this share for look t is that of
/// [dev.polder.evidence.sequential.EDetector.Promise#EVER].
///
/// Why no e-detector: it watches a mean that is *known* while all is well. Here it is only
/// measured, in a few rounds, and an unlucky baseline would be a shift that never ends. The
/// permutation test reckons with that exactly. The windows are there because a small fall that
/// lasts shows in eight rounds together, and a large one at once.
///
/// What it asks: that, while the model is the same, a sample's results do not depend on when they
/// came, and that those of different samples are independent of each other. A provider whose
/// answers vary with its load is why the baseline is spread over the schedule and not asked all at
/// once.
///
/// Immutable, and nothing but its rounds: stored and read again, it goes on where it was. While an
/// alarm stands, rounds are kept for a new baseline, and nothing is tested.
///
/// @param wanted how many rounds make a baseline
/// @param baseline so far
/// @param later the last rounds behind the baseline or, while an alarm stands, behind the alarm
/// @param looks how often was looked
/// @param alarm the one that stands
public record Vigil(
    int wanted, List<Round> baseline, List<Round> later, long looks, Optional<Alarm> alarm) {
  /// The probability of ever a false alarm, at most.
  public static final double ALPHA = 0.01;

  private static final int[] WINDOWS = {1, 3, 9, 27};
  private static final int LONGEST = 27;

  public Vigil {
    if (wanted < 2) {
      throw new IllegalArgumentException(
          "A baseline of %d rounds does not show how answers vary. Take 2 or more."
              .formatted(wanted));
    }
    if (baseline.size() > wanted || looks < 0) {
      throw new IllegalArgumentException(
          "no state of a vigil: %d rounds of %d in the baseline after %d looks"
              .formatted(baseline.size(), wanted, looks));
    }
    baseline = List.copyOf(baseline);
    later = List.copyOf(later);
  }

  /// One that has seen nothing yet.
  ///
  /// @param wanted how many rounds make its baseline, at least 2
  public static Vigil begin(int wanted) {
    return new Vigil(wanted, List.of(), List.of(), 0, Optional.empty());
  }

  /// Whether there is a baseline to compare with.
  public boolean isLearning() {
    return baseline.size() < wanted;
  }

  /// With one round more. One that tells nothing of the model changes nothing.
  public Vigil after(Round round) {
    if (!round.isTelling()) {
      return this;
    }
    if (isLearning() && alarm.isEmpty()) {
      return new Vigil(wanted, with(baseline, round, wanted), later, looks, alarm);
    }
    if (alarm.isPresent()) {
      return new Vigil(wanted, baseline, with(later, round, wanted), looks, alarm);
    }
    List<Round> rounds = with(later, round, LONGEST);
    Optional<Alarm> found = look(rounds, looks + 1, round.at());
    return new Vigil(wanted, baseline, found.isPresent() ? List.of() : rounds, looks + 1, found);
  }

  /// The rounds and one more; of too many the last.
  private static List<Round> with(List<Round> rounds, Round more, int most) {
    List<Round> all = new ArrayList<>(rounds);
    all.add(more);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /// The alarm that is furthest beyond its bound, if one is.
  private Optional<Alarm> look(List<Round> rounds, long look, Instant now) {
    Optional<Alarm> found = Optional.empty();
    for (int window : WINDOWS) {
      if (window > rounds.size() || look % Math.max(1, window / 3) != 0) {
        continue;
      }
      List<Round> last = rounds.subList(rounds.size() - window, rounds.size());
      SideBySide all = SideBySide.of(baseline, last);
      for (Signal signal : Signal.values()) {
        double p = all.p(signal);
        double bound = bound(signal, look);
        boolean further = found.map(other -> p / bound < other.p() / other.bound()).orElse(true);
        if (p <= bound && further) {
          found =
              Drift.between(baseline, last)
                  .map(drift -> new Alarm(now, signal, p, bound, drift, newlySaid(last.getLast())));
        }
      }
    }
    return found;
  }

  private static double bound(Signal signal, long look) {
    return ALPHA / (look * (look + 1.0)) * signal.share() / WINDOWS.length;
  }

  /// What the model is now is what it is compared with from now on: the rounds since the alarm are
  /// the beginning of a new baseline. Without an alarm all begins anew.
  public Vigil accepted() {
    return new Vigil(wanted, alarm.isPresent() ? later : List.of(), List.of(), 0, Optional.empty());
  }

  /// The same where what was asked before cannot be compared with what will be: the baseline is
  /// begun anew, an alarm stands.
  ///
  /// @param rounds how many make the baseline from now on, at least 2
  public Vigil begunAnew(int rounds) {
    return new Vigil(rounds, List.of(), List.of(), 0, alarm);
  }

  /// How far the last round lies from the baseline; empty while there is none to compare.
  public Optional<Drift> drift() {
    return isLearning() || later.isEmpty()
        ? Optional.empty()
        : Drift.between(baseline, List.of(later.getLast()));
  }

  /// What the provider says of the model that answers, in the last round or when the alarm was
  /// raised, and never said in the baseline: a change that it tells itself. Empty where it said
  /// nothing in the baseline.
  public Set<String> newlySaid() {
    Set<String> fresh = new HashSet<>();
    alarm.ifPresent(known -> fresh.addAll(known.newlySaid()));
    if (!later.isEmpty()) {
      fresh.addAll(newlySaid(later.getLast()));
    }
    return Set.copyOf(fresh);
  }

  private Set<String> newlySaid(Round round) {
    if (baseline.stream().allMatch(known -> known.said().isEmpty())) {
      return Set.of();
    }
    Set<String> fresh = new HashSet<>(round.said());
    baseline.forEach(known -> fresh.removeAll(known.said()));
    return fresh;
  }
}
