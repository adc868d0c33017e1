package dev.polder.evals.canary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Earlier and later results, sample by sample; samples that have none on one side are left out.
record SideBySide(List<Case> cases) {
  /// How many sums are told apart, at most: enough for scores of a hundredth over a usual canary,
  /// and work for milliseconds.
  private static final int MOST_SUMS = 10_000;

  private static final int FINEST = 100;

  /// One sample.
  record Case(String cluster, List<Observed> earlier, List<Observed> later) {
    double earlierScore() {
      return mean(earlier, Observed::score);
    }

    double laterScore() {
      return mean(later, Observed::score);
    }

    /// The share of later answers that are none of the earlier ones.
    double newAnswers() {
      return mean(
          later,
          one -> earlier.stream().anyMatch(known -> known.answer().equals(one.answer())) ? 0 : 1);
    }

    /// The same of each earlier answer beside the other earlier ones: what is usual. A little more
    /// than usual, as there is one fewer to be like.
    double usualNewAnswers() {
      return mean(
          earlier,
          one ->
              earlier.stream().filter(known -> known.answer().equals(one.answer())).count() > 1
                  ? 0
                  : 1);
    }

    private static double mean(List<Observed> all, ToDoubleFunction<Observed> value) {
      return all.stream().mapToDouble(value).average().orElse(0);
    }
  }

  static SideBySide of(List<Round> baseline, List<Round> later) {
    Map<String, List<Observed>> before = bySample(baseline);
    List<Case> cases = new ArrayList<>();
    bySample(later)
        .forEach((sample, after) -> {
          List<Observed> known = before.getOrDefault(sample, List.of());
          if (!known.isEmpty()) {
            cases.add(new Case(after.getFirst().cluster(), known, after));
          }
        });
    return new SideBySide(List.copyOf(cases));
  }

  private static Map<String, List<Observed>> bySample(List<Round> rounds) {
    Map<String, List<Observed>> all = new LinkedHashMap<>();
    for (Round round : rounds) {
      for (Observed one : round.observed()) {
        all.computeIfAbsent(one.sample(), first -> new ArrayList<>()).add(one);
      }
    }
    return all;
  }

  /// How likely a model that is the same would show so much of `signal`.
  double p(Signal signal) {
    return switch (signal) {
      case ANSWERS ->
          new Lots(
                  cases.stream()
                      .map(one -> Lot.ofNewAnswers(answers(one.earlier()), answers(one.later())))
                      .toList())
              .tail();
      case WORSE -> sums(one -> 1 - one.score());
      case BETTER -> sums(Observed::score);
    };
  }

  private static List<String> answers(List<Observed> all) {
    return all.stream().map(Observed::answer).toList();
  }

  /// Of values rounded to steps. Rounding is the same for earlier and later ones, so the test stays
  /// exact; it only sees less.
  private double sums(ToDoubleFunction<Observed> value) {
    int steps = steps();
    return new Lots(
            cases.stream()
                .map(one ->
                    Lot.ofSums(
                        whole(one.earlier(), value, steps),
                        whole(one.later(), value, steps),
                        steps))
                .toList())
        .tail();
  }

  private static int[] whole(List<Observed> all, ToDoubleFunction<Observed> value, int steps) {
    return all.stream()
        .mapToInt(one -> (int) Math.round(steps * value.applyAsDouble(one)))
        .toArray();
  }

  private int steps() {
    boolean binary =
        cases.stream()
            .allMatch(one ->
                one.earlier().stream().allMatch(SideBySide::isBinary)
                    && one.later().stream().allMatch(SideBySide::isBinary));
    int later = cases.stream().mapToInt(one -> one.later().size()).sum();
    return binary ? 1 : Math.clamp(MOST_SUMS / Math.max(1, later), 1, FINEST);
  }

  private static boolean isBinary(Observed one) {
    return one.score() == 0 || one.score() == 1;
  }
}
