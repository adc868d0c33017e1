package dev.polder.evidence.verdict;

import java.util.Optional;
import java.util.OptionalDouble;

/// What a comparison is going to ask and by which rule it will be decided, stated before its first
/// result.
///
/// Nothing about the test is left to choose once there are data: the same declaration over any
/// results names the same test.
///
/// @param primary the score that counts; higher is better
/// @param guardrail the harm that must not rise, such as the share of confident wrong answers;
///   lower is better. Empty: none is watched
/// @param alpha the one-sided error rate of each test, above 0 and at most 0.2
/// @param plan when the comparison may speak
/// @param clustering which samples belong together; empty: each stands for itself
/// @param floor the least own score that may stand in for the primary's margin where there is no
///   reference to measure
public record Declaration(
    Endpoint primary,
    Optional<Endpoint> guardrail,
    double alpha,
    Plan plan,
    Optional<Clustering> clustering,
    OptionalDouble floor) {
  /// The usual one-sided error rate.
  public static final double USUAL_ALPHA = 0.05;

  /// From so many declared pairs on the mean of scores is near enough to normal for t; below it the
  /// worst-case bootstrap governs, here and wherever else scores are compared.
  public static final int ENOUGH_FOR_T = 300;

  private static final double LARGEST_ALPHA = 0.2;

  public Declaration {
    if (!(alpha > 0 && alpha <= LARGEST_ALPHA)) {
      throw new IllegalArgumentException(
          "A one-sided error rate of %s is none. Write a share above 0 and at most 0.2, such as 0.05."
              .formatted(alpha));
    }
    if (floor.isPresent() && !(floor.getAsDouble() > 0 && floor.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          "A floor of %s is none. Write the least share that will do, such as 0.8."
              .formatted(floor.getAsDouble()));
    }
  }

  /// Right or wrong, every sample for itself, at the usual error rate, without guardrail and floor.
  public static Declaration binary(double margin, Plan plan) {
    return usual(Scale.BINARY, margin, plan);
  }

  /// Scores, every sample for itself, at the usual error rate, without guardrail and floor.
  public static Declaration score(double margin, Plan plan) {
    return usual(Scale.SCORE, margin, plan);
  }

  private static Declaration usual(Scale scale, double margin, Plan plan) {
    return new Declaration(
        new Endpoint(scale, margin),
        Optional.empty(),
        USUAL_ALPHA,
        plan,
        Optional.empty(),
        OptionalDouble.empty());
  }

  /// The same, with a harm that must not rise.
  public Declaration withGuardrail(Scale scale, double margin) {
    return new Declaration(
        primary, Optional.of(new Endpoint(scale, margin)), alpha, plan, clustering, floor);
  }

  /// The same at another one-sided error rate.
  public Declaration withAlpha(double other) {
    return new Declaration(primary, guardrail, other, plan, clustering, floor);
  }

  /// The same over samples that belong together.
  ///
  /// @param clusters how many groups the suite has
  /// @param largest how many samples the largest group has
  public Declaration withClusters(int clusters, int largest) {
    return new Declaration(
        primary, guardrail, alpha, plan, Optional.of(new Clustering(clusters, largest)), floor);
  }

  /// The same, with a least own score.
  public Declaration withFloor(double least) {
    return new Declaration(primary, guardrail, alpha, plan, clustering, OptionalDouble.of(least));
  }

  /// Whether samples belong together.
  public boolean clustered() {
    return clustering.isPresent();
  }

  /// The two-sided confidence of the interval that belongs to the one-sided test.
  public double confidence() {
    return 1 - 2 * alpha;
  }

  /// Which test will govern `endpoint`.
  public GoverningTest test(Endpoint endpoint) {
    return switch (plan) {
      case Plan.Sequential _ -> GoverningTest.SEQUENTIAL;
      case Plan.Fixed fixed -> fixedTest(endpoint.scale(), fixed.n());
    };
  }

  private GoverningTest fixedTest(Scale scale, int n) {
    if (clustered()) {
      return GoverningTest.CLUSTERED_T;
    }
    return switch (scale) {
      case BINARY -> GoverningTest.TANGO;
      case SCORE -> n < ENOUGH_FOR_T ? GoverningTest.WORST_CASE_BOOTSTRAP : GoverningTest.PAIRED_T;
    };
  }

  /// What `results` say by this declaration.
  ///
  /// @throws IllegalArgumentException when the results are not of the kind that was declared; the
  ///   message says what to do
  public Judgement judge(Results results) {
    return new Judging(this, results).judgement();
  }
}
