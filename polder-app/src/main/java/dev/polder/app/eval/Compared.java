package dev.polder.app.eval;

import dev.polder.evals.run.IncomparableException;
import dev.polder.evals.run.Pairing;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.score.Kind;
import dev.polder.evals.score.Score;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Endpoint;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.evidence.verdict.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Two runs of one suite, compared by the rule that was declared for them.
///
/// What was declared is all in the runs' headers and the suite: how many samples in which order,
/// what values a score takes, which samples belong together. Only the margins come from outside,
/// and they are the use case owner's.
///
/// @param samples what both sides answered, one a sample, in the declared order
/// @param pairing the trials behind them, errors counted apart
public record Compared(
    Suite suite,
    Pairing pairing,
    List<Both> samples,
    Declaration declaration,
    Judgement judgement) {
  public Compared {
    samples = List.copyOf(samples);
  }

  /// What the owner of a use case accepts.
  ///
  /// @param margin loss of the primary score
  /// @param guardrail rise of harm; empty: none is watched
  /// @param alpha one-sided error rate
  /// @param floor least own score that may stand in for the margin
  public record Accepted(
      double margin, OptionalDouble guardrail, double alpha, OptionalDouble floor) {}

  /// One sample that both answered: the mean of its epochs on each side.
  ///
  /// @param first the pair of the first epoch, to be read
  public record Both(
      Pairing.Pair first,
      double reference,
      double candidate,
      double referenceHarm,
      double candidateHarm) {}

  /// Compares `candidate` with `reference`.
  ///
  /// @throws IncomparableException when they were asked different things
  /// @throws IllegalArgumentException when what is accepted does not fit the suite; the message
  ///   says why
  public static Compared of(Suite suite, RunLog reference, RunLog candidate, Accepted accepted)
      throws IncomparableException {
    Pairing pairing = Pairing.of(reference, candidate);
    Optional<String> harm =
        accepted.guardrail().isPresent() ? Optional.of(guardrail(suite)) : Optional.empty();
    List<Both> samples = samples(pairing, suite.primary(), harm);
    Groups groups = Groups.of(suite);
    Declaration declaration = declaration(suite, pairing.candidate(), accepted, groups);
    Results results = results(samples, harm.isPresent(), groups.clustered());
    return new Compared(suite, pairing, samples, declaration, declaration.judge(results));
  }

  private static String guardrail(Suite suite) {
    return suite
        .guardrail()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A guardrail margin is asked for, but suite '%s' names no guardrail. Name a score of harm in its suite.yaml, such as confident wrong answers."
                    .formatted(suite.name())));
  }

  private static Declaration declaration(
      Suite suite, RunHeader header, Accepted accepted, Groups groups) {
    boolean repeated = header.plan().epochs() > 1;
    Declaration declaration =
        new Declaration(
            new Endpoint(scale(suite, suite.primary(), repeated), accepted.margin()),
            accepted.guardrail().isPresent()
                ? Optional.of(
                    new Endpoint(
                        scale(suite, guardrail(suite), repeated),
                        accepted.guardrail().getAsDouble()))
                : Optional.empty(),
            accepted.alpha(),
            new Plan.Fixed(header.plan().n()),
            Optional.empty(),
            accepted.floor());
    return groups.clustered()
        ? declaration.withClusters(groups.count(), groups.largest())
        : declaration;
  }

  /// The mean of several answers is a score, even where each of them is right or wrong.
  private static Scale scale(Suite suite, String scorer, boolean repeated) {
    return !repeated && suite.scoring(scorer).kind() == Kind.BINARY ? Scale.BINARY : Scale.SCORE;
  }

  /// In the order in which the reference was asked; a sample counts when both sides have answered
  /// all that they were asked of it.
  private static List<Both> samples(Pairing pairing, String primary, Optional<String> harm) {
    Map<String, List<Pairing.Pair>> bySample = new LinkedHashMap<>();
    for (Pairing.Pair pair : pairing.pairs()) {
      bySample.computeIfAbsent(pair.trial().sample(), first -> new ArrayList<>()).add(pair);
    }
    int epochs = pairing.candidate().plan().epochs();
    List<Both> samples = new ArrayList<>();
    for (List<Pairing.Pair> pairs : bySample.values()) {
      if (pairs.size() == epochs && pairs.stream().allMatch(pair -> scored(pair, primary, harm))) {
        samples.add(
            new Both(
                pairs.getFirst(),
                mean(pairs, true, primary),
                mean(pairs, false, primary),
                harm.map(scorer -> mean(pairs, true, scorer)).orElse(0.0),
                harm.map(scorer -> mean(pairs, false, scorer)).orElse(0.0)));
      }
    }
    return samples;
  }

  private static boolean scored(Pairing.Pair pair, String primary, Optional<String> harm) {
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

  private static Results results(List<Both> samples, boolean guarded, boolean clustered) {
    Results results =
        Results.paired(
            samples.stream().mapToDouble(Both::reference).toArray(),
            samples.stream().mapToDouble(Both::candidate).toArray());
    if (guarded) {
      results =
          results.withHarm(
              samples.stream().mapToDouble(Both::referenceHarm).toArray(),
              samples.stream().mapToDouble(Both::candidateHarm).toArray());
    }
    return clustered
        ? results.withClusters(
            samples.stream().map(both -> both.first().trial().cluster().orElse("")).toList())
        : results;
  }

  /// How many samples both answered, and how many of those came out differently.
  public long differing() {
    return samples.stream().filter(both -> both.reference() != both.candidate()).count();
  }

  /// The groups of a suite, known before anybody was asked.
  private record Groups(int count, int largest, boolean clustered) {
    static Groups of(Suite suite) {
      Map<String, Integer> sizes = new LinkedHashMap<>();
      int alone = 0;
      for (var sample : suite.samples()) {
        if (sample.cluster().isPresent()) {
          sizes.merge(sample.cluster().get(), 1, Integer::sum);
        } else {
          alone++;
        }
      }
      int largest = sizes.values().stream().mapToInt(Integer::intValue).max().orElse(1);
      return new Groups(sizes.size() + alone, largest, !sizes.isEmpty());
    }
  }
}
