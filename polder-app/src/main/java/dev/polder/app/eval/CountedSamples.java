package dev.polder.app.eval;

import dev.polder.evals.run.Pairing;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.score.Score;
import dev.polder.evidence.verdict.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which samples of a comparison count, in the order that was fixed before anybody was asked.
///
/// A log holds results in the order in which they came, and quick answers may be better or worse
/// than slow ones. So a test that may be looked at early takes samples in the plan's order, up to
/// the first that one side was not asked yet; of samples in clusters whole clusters, in the order
/// in which the plan comes to their ends. A sample that was asked and brought an error is passed
/// over.
final class CountedSamples {
  private final Yardstick suite;
  private final ReferenceRun reference;
  private final RunLog candidate;
  private final int epochs;
  private final Map<String, List<Pairing.Pair>> pairs = new HashMap<>();
  private final String primary;
  private final Optional<String> harm;

  CountedSamples(
      Yardstick suite,
      ReferenceRun reference,
      RunLog candidate,
      Pairing pairing,
      Optional<String> harm) {
    this.suite = suite;
    this.reference = reference;
    this.candidate = candidate;
    this.epochs = pairing.candidate().plan().epochs();
    this.primary = suite.primary();
    this.harm = harm;
    if (pairing.reference().plan().epochs() != epochs) {
      throw new IllegalArgumentException(
          "The reference was asked each sample %d times, the candidate %d times. Run both with the same --epochs."
              .formatted(pairing.reference().plan().epochs(), epochs));
    }
    for (Pairing.Pair pair : pairing.pairs()) {
      pairs.computeIfAbsent(pair.trial().sample(), first -> new ArrayList<>()).add(pair);
    }
  }

  List<Compared.Both> under(Plan plan, Groups groups) {
    int[] order = candidate.header().plan().order(suite.size());
    List<Compared.Both> samples = new ArrayList<>();
    for (List<Integer> group : units(order, groups)) {
      if (plan instanceof Plan.Sequential && !group.stream().allMatch(this::isAsked)) {
        break;
      }
      group.forEach(place -> both(suite.id(place)).ifPresent(samples::add));
    }
    return samples;
  }

  /// A unit comes where its last sample comes.
  private Collection<List<Integer>> units(int[] order, Groups groups) {
    Map<String, List<Integer>> units = new LinkedHashMap<>();
    for (int place : order) {
      String name = groups.clustered() ? unit(place) : "s" + place;
      List<Integer> before = units.remove(name);
      List<Integer> unit = before == null ? new ArrayList<>() : before;
      unit.add(place);
      units.put(name, unit);
    }
    return units.values();
  }

  private String unit(int place) {
    return suite.item(place).cluster().map(name -> "c" + name).orElse("s" + place);
  }

  /// Whether both sides were, in every epoch. Answers are kept only of runs that went to their end,
  /// so a sample that is missing there was an error.
  private boolean isAsked(int place) {
    String id = suite.id(place);
    for (int epoch = 0; epoch < epochs; epoch++) {
      if (candidate.result(id, epoch).isEmpty()
          || (!reference.kept() && reference.log().result(id, epoch).isEmpty())) {
        return false;
      }
    }
    return true;
  }

  private Optional<Compared.Both> both(String id) {
    List<Pairing.Pair> answered = pairs.getOrDefault(id, List.of());
    if (answered.size() != epochs || !answered.stream().allMatch(this::isScored)) {
      return Optional.empty();
    }
    return Optional.of(
        new Compared.Both(
            answered.getFirst(),
            mean(answered, true, primary),
            mean(answered, false, primary),
            harm.map(scorer -> mean(answered, true, scorer)).orElse(0.0),
            harm.map(scorer -> mean(answered, false, scorer)).orElse(0.0)));
  }

  private boolean isScored(Pairing.Pair pair) {
    return has(pair, primary) && harm.map(scorer -> has(pair, scorer)).orElse(true);
  }

  private static boolean has(Pairing.Pair pair, String scorer) {
    return pair.reference().score(scorer).isPresent() && pair.candidate().score(scorer).isPresent();
  }

  private static double mean(List<Pairing.Pair> pairs, boolean reference, String scorer) {
    return pairs.stream()
        .map(pair -> reference ? pair.reference() : pair.candidate())
        .mapToDouble(result -> value(result, scorer))
        .average()
        .orElseThrow();
  }

  private static double value(Result.Scored result, String scorer) {
    return result.score(scorer).map(Score::value).orElseThrow();
  }
}
