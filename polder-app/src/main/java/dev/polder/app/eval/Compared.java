package dev.polder.app.eval;

import dev.polder.evals.run.IncomparableException;
import dev.polder.evals.run.Pairing;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.score.Kind;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Endpoint;
import dev.polder.evidence.verdict.Judgement;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.evidence.verdict.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Two runs of one suite, compared by the rule that was declared for them.
///
/// What was declared is all in the runs' headers and the suite: how many samples in which order,
/// what values a score takes, which samples belong together, how much each counts. Only the margins
/// come from outside, and they are the use case owner's.
///
/// @param reference whether its side is its run's log or its kept answers
/// @param samples what both sides answered and what counts, one a sample, in the declared order
/// @param pairing the trials behind them, errors counted apart
public record Compared(
    Yardstick suite,
    ReferenceRun reference,
    Pairing pairing,
    List<Both> samples,
    Declaration declaration,
    Judgement judgement) {
  private static final String NEVER_DECLARED =
      "Their logs do not say whether n was declared beforehand, so the test is one that holds whenever one looks. That cannot be stated afterwards; for the sharper test, run a suite of the same cases with 'polder eval run --n'.";

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
      double candidateHarm) {
    /// How much it counts.
    public double weight() {
      return first.trial().weight();
    }

    /// Which samples are not independent of it: those of its cluster, or none.
    String group() {
      return first.trial().cluster().map(name -> "c" + name).orElse("s" + first.trial().sample());
    }
  }

  /// Compares `candidate` with `reference`.
  ///
  /// @throws IncomparableException when they were asked different things
  /// @throws IllegalArgumentException when what is accepted does not fit the suite; the message
  ///   says why
  public static Compared of(
      Yardstick suite, ReferenceRun reference, RunLog candidate, Accepted accepted)
      throws IncomparableException {
    Pairing pairing = Pairing.of(reference.log(), candidate);
    Optional<String> harm =
        accepted.guardrail().isPresent() ? Optional.of(guardrail(suite)) : Optional.empty();
    Groups groups = Groups.of(suite);
    Plan plan = plan(pairing);
    Declaration declaration = declaration(suite, pairing.candidate(), accepted, groups, plan);
    List<Both> samples =
        new CountedSamples(suite, reference, candidate, pairing, harm).under(plan, groups);
    return new Compared(
        suite,
        reference,
        pairing,
        samples,
        declaration,
        declaration.judge(results(samples, harm.isPresent(), groups)));
  }

  private static String guardrail(Yardstick suite) {
    return suite
        .guardrail()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A guardrail margin is asked for, but suite '%s' names no guardrail. %s"
                    .formatted(suite.version().name(), suite.guardrailRemedy())));
  }

  /// A number counts as declared only where both sides declared the same: who knows what one of
  /// them answered could else choose a number that pleases.
  private static Plan plan(Pairing pairing) {
    String declared = pairing.candidate().declared();
    int n = pairing.candidate().plan().n();
    return !declared.isEmpty() && declared.equals(pairing.reference().declared())
        ? new Plan.Fixed(n)
        : new Plan.Sequential(Math.max(2, n));
  }

  private static Declaration declaration(
      Yardstick suite, RunHeader header, Accepted accepted, Groups groups, Plan plan) {
    boolean graded = header.plan().epochs() > 1 || groups.weighted();
    Declaration declaration =
        new Declaration(
            new Endpoint(scale(suite, suite.primary(), graded), accepted.margin()),
            accepted.guardrail().isPresent()
                ? Optional.of(
                    new Endpoint(
                        scale(suite, guardrail(suite), graded), accepted.guardrail().getAsDouble()))
                : Optional.empty(),
            accepted.alpha(),
            plan,
            Optional.empty(),
            accepted.floor());
    return groups.clustered()
        ? declaration.withClusters(groups.count(), groups.largest())
        : declaration;
  }

  /// The mean of several answers is a score, even where each of them is right or wrong, and so is
  /// an answer that counts more than another.
  private static Scale scale(Yardstick suite, String scorer, boolean graded) {
    return !graded && suite.kind(scorer) == Kind.BINARY ? Scale.BINARY : Scale.SCORE;
  }

  private static Results results(List<Both> samples, boolean guarded, Groups groups) {
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
    if (groups.clustered()) {
      results =
          results.withClusters(
              samples.stream().map(both -> both.first().trial().cluster().orElse("")).toList());
    }
    return groups.weighted()
        ? results.withWeights(
            samples.stream().mapToDouble(both -> both.weight() / groups.heaviest()).toArray())
        : results;
  }

  /// How many samples both answered, and how many of those came out differently.
  public long differing() {
    return samples.stream().filter(both -> both.reference() != both.candidate()).count();
  }

  /// What people should know beside the verdict, in sentences.
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (reference.kept()) {
      remarks.add(
          "The reference was not asked: these are the answers that it gave in the run %s, ended %s, kept in %s."
              .formatted(
                  pairing.reference().run(),
                  reference.end().toString().substring(0, 10),
                  reference.log().file()));
    }
    int errors = pairing.referenceErrors() + pairing.candidateErrors();
    if (errors > 0) {
      remarks.add(
          "%d answers are missing: %d of the reference, %d of the candidate. Errors are no wrong answers; samples without both answers do not count."
              .formatted(errors, pairing.referenceErrors(), pairing.candidateErrors()));
    }
    boolean imported = pairing.candidate().origin().isPresent();
    if (imported) {
      remarks.add(
          "Another tool measured both: %s; %s. That these are answers of what '%s' and '%s' serve is your statement, and the finding says so."
              .formatted(
                  StatedRuns.cited(pairing.reference()),
                  StatedRuns.cited(pairing.candidate()),
                  pairing.reference().subject().deployment(),
                  pairing.candidate().subject().deployment()));
    }
    if (declaration.plan() instanceof Plan.Sequential) {
      remarks.add(imported ? NEVER_DECLARED : undeclared());
    }
    return remarks;
  }

  private String undeclared() {
    String reason =
        pairing.reference().plan().declared() || pairing.candidate().plan().declared()
            ? "The runs did not declare the same samples (%s; %s)"
                .formatted(said(pairing.reference()), said(pairing.candidate()))
            : "The runs declared no n";
    return reason
        + ", so the test is one that holds whenever one looks, and its interval is wider. Declare n with 'polder eval run --n' for both to have the sharper test.";
  }

  private static String said(RunHeader header) {
    return header.declared().isEmpty() ? "none" : header.declared();
  }
}
