package dev.polder.evals.run;

import dev.polder.evals.solve.Digests;
import java.time.Instant;
import java.util.Optional;

/// What a log says of its run before the first result.
///
/// @param run a name of its own for this run
/// @param program who wrote it, with its version
/// @param suite what was asked
/// @param subject who was asked
/// @param method how it was asked
/// @param judge who grades answers, where the suite has them graded
/// @param plan how much of it
/// @param price what the tokens cost, where that is known
/// @param origin of a run that another tool made
public record RunHeader(
    String run,
    String program,
    Instant begun,
    SuiteMark suite,
    Subject subject,
    Method method,
    Optional<Subject> judge,
    Plan plan,
    Optional<Price> price,
    Optional<Origin> origin) {

  /// Of a run of our own.
  public RunHeader(
      String run,
      String program,
      Instant begun,
      SuiteMark suite,
      Subject subject,
      Method method,
      Optional<Subject> judge,
      Plan plan,
      Optional<Price> price) {
    this(run, program, begun, suite, subject, method, judge, plan, price, Optional.empty());
  }

  /// What tells one suite from another.
  ///
  /// @param digest of its content
  /// @param samples how many it has
  /// @param primary the scorer that decides
  /// @param guardrail the scorer that watches for harm
  public record SuiteMark(
      String name, String digest, int samples, String primary, Optional<String> guardrail) {
    /// That of a suite.
    public static SuiteMark of(Cases cases) {
      return new SuiteMark(
          cases.name(), cases.digest(), cases.samples().size(), cases.primary(), cases.guardrail());
    }
  }

  /// How samples became requests.
  ///
  /// @param useCase as which they were asked; `""` for a deployment by itself
  /// @param solver for people
  /// @param solverDigest of what the solver adds
  /// @param bundle digest of all that the use case carries, or `""`
  /// @param prompt digest of what this deployment got of it, or `""`
  public record Method(
      String useCase, String solver, String solverDigest, String bundle, String prompt) {}

  /// Which samples were declared, as one text that two runs share when they declared the same;
  /// empty where none were.
  public String declared() {
    if (!plan.declared()) {
      return "";
    }
    String asked = "%d samples, %d times each".formatted(plan.n(), plan.epochs());
    return plan.n() == suite.samples() ? asked : asked + ", of seed " + plan.seed();
  }

  /// Digest of what answers and scores depend on besides suite and variant: what the solver adds,
  /// and who graded.
  public String methodDigest() {
    return Digests.of(
        method.solverDigest(),
        judge.map(Subject::deployment).orElse(""),
        judge.map(Subject::identity).orElse(""));
  }

  /// Whether a run of this header goes on with one of `other`: the same asked of the same in the
  /// same way.
  public boolean continues(RunHeader other) {
    return suite.equals(other.suite)
        && subject.equals(other.subject)
        && method.equals(other.method)
        && judge.equals(other.judge)
        && plan.equals(other.plan);
  }
}
