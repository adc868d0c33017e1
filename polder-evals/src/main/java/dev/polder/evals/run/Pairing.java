package dev.polder.evals.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Two runs of one suite side by side: what both of them answered, by sample and epoch.
///
/// @param pairs in the order of the reference's log
/// @param referenceErrors trials that only the candidate answered, or nobody, though the reference
///   was asked; likewise `candidateErrors`
/// @param unasked trials that one of them was not asked at all
public record Pairing(
    RunHeader reference,
    RunHeader candidate,
    List<Pair> pairs,
    int referenceErrors,
    int candidateErrors,
    int unasked) {

  /// One trial that both answered.
  public record Pair(Result.Scored reference, Result.Scored candidate) {
    public Trial trial() {
      return reference.trial();
    }
  }

  public Pairing {
    pairs = List.copyOf(pairs);
  }

  /// Lays `candidate` beside `reference`.
  ///
  /// @throws IncomparableException when they were asked different things
  public static Pairing of(RunLog reference, RunLog candidate) throws IncomparableException {
    check(reference.header(), candidate.header());
    List<Pair> pairs = new ArrayList<>();
    int referenceErrors = 0;
    int candidateErrors = 0;
    int unasked = 0;
    for (Result one : reference.results()) {
      Optional<Result> other = candidate.result(one.trial().sample(), one.trial().epoch());
      if (other.isEmpty()) {
        unasked++;
      } else if (one instanceof Result.Scored first
          && other.get() instanceof Result.Scored second) {
        pairs.add(new Pair(first, second));
      } else {
        referenceErrors += one instanceof Result.Unanswered ? 1 : 0;
        candidateErrors += other.get() instanceof Result.Unanswered ? 1 : 0;
      }
    }
    for (Result other : candidate.results()) {
      boolean asked = reference.result(other.trial().sample(), other.trial().epoch()).isPresent();
      unasked += asked ? 0 : 1;
    }
    return new Pairing(
        reference.header(), candidate.header(), pairs, referenceErrors, candidateErrors, unasked);
  }

  private static void check(RunHeader reference, RunHeader candidate) throws IncomparableException {
    same(
        IncomparableException.Kind.SUITE,
        "suites",
        reference.suite().name() + " " + reference.suite().digest(),
        candidate.suite().name() + " " + candidate.suite().digest());
    same(
        IncomparableException.Kind.METHOD,
        "solvers",
        reference.method().solver() + " " + reference.method().solverDigest(),
        candidate.method().solver() + " " + candidate.method().solverDigest());
    same(IncomparableException.Kind.JUDGE, "judges", judge(reference), judge(candidate));
    same(
        IncomparableException.Kind.PROMPT,
        "prompt variants",
        reference.method().bundle(),
        candidate.method().bundle());
  }

  private static String judge(RunHeader header) {
    return header.judge().map(judge -> judge.deployment() + " " + judge.identity()).orElse("");
  }

  private static void same(
      IncomparableException.Kind kind, String what, String reference, String candidate)
      throws IncomparableException {
    if (!reference.equals(candidate)) {
      throw new IncomparableException(kind, what, reference, candidate);
    }
  }

  /// The numbers of one scorer, for statistics.
  public PairedValues values(String scorer) {
    return PairedValues.of(pairs, scorer);
  }
}
