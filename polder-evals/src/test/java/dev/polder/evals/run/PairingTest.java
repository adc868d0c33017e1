package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PairingTest {
  @TempDir private Path folder;

  private static final Cases CASES = Trials.cases(10);
  private static final RunHeader HEADER = Trials.header(CASES, 2);

  private static Trial trial(int number, int epoch, String cluster) {
    return new Trial(
        number,
        epoch,
        "s" + number,
        cluster.isEmpty() ? Optional.empty() : Optional.of(cluster),
        Set.of(),
        1);
  }

  private static Result scored(Trial trial, double value) {
    return new Result.Scored(
        trial, List.of(new Score("exact", value, "")), Response.of("x"), Spent.NOTHING, List.of());
  }

  private static Result error(Trial trial) {
    return new Result.Unanswered(trial, "500", Spent.NOTHING, List.of());
  }

  private RunLog log(String name, RunHeader header, Result... results) throws Exception {
    Path file = folder.resolve(name);
    try (RunWriter writer = RunWriter.begin(file, header)) {
      for (Result result : results) {
        writer.add(result);
      }
    }
    return RunLog.read(file);
  }

  @Test
  void pairsAreWhatBothAnsweredWhateverTheOrderOfTheirLogs() throws Exception {
    // Given
    RunLog reference =
        log(
            "reference",
            HEADER,
            scored(trial(1, 0, ""), 1),
            scored(trial(2, 0, ""), 1),
            scored(trial(1, 1, ""), 0),
            error(trial(3, 0, "")),
            scored(trial(4, 0, ""), 1),
            scored(trial(5, 0, ""), 1));
    RunLog candidate =
        log(
            "candidate",
            HEADER,
            error(trial(4, 0, "")),
            scored(trial(1, 1, ""), 1),
            scored(trial(2, 0, ""), 0),
            scored(trial(1, 0, ""), 1),
            scored(trial(3, 0, ""), 1),
            scored(trial(6, 0, ""), 1));

    // When
    Pairing pairing = Pairing.of(reference, candidate);
    PairedValues scores = pairing.values("exact");

    // Then
    assertThat(pairing.pairs()).hasSize(3);
    assertThat(scores.differences()).containsExactly(0, -1, 1);
    assertThat(pairing.referenceErrors()).isEqualTo(1);
    assertThat(pairing.candidateErrors()).isEqualTo(1);
    assertThat(pairing.unasked()).isEqualTo(2);
  }

  @Test
  void epochsOfASampleAndSamplesOfAClusterBelongTogether() throws Exception {
    // Given
    Result[] results = {
      scored(trial(1, 0, ""), 1),
      scored(trial(1, 1, ""), 1),
      scored(trial(2, 0, "s1"), 1),
      scored(trial(3, 0, "s1"), 1),
      scored(trial(4, 0, ""), 1)
    };

    // When
    PairedValues scores =
        Pairing.of(log("a", HEADER, results), log("b", HEADER, results)).values("exact");

    // Then
    assertThat(scores.clusters()).containsExactly(0, 0, 1, 1, 2);
    assertThat(scores.clustered()).isTrue();
  }

  @Test
  void runsOfDifferentSuitesSolversOrPromptsAreNotCompared() throws Exception {
    RunHeader.SuiteMark suite = HEADER.suite();
    RunHeader.Method method = HEADER.method();
    refused(
        with(
            new RunHeader.SuiteMark(
                suite.name(), "sha256:other", 10, suite.primary(), suite.guardrail()),
            method),
        IncomparableException.Kind.SUITE);
    refused(
        with(
            suite, new RunHeader.Method(method.useCase(), "majority of 5", "sha256:other", "", "")),
        IncomparableException.Kind.METHOD);
    refused(
        with(
            suite,
            new RunHeader.Method(
                method.useCase(), method.solver(), method.solverDigest(), "sha256:other", "")),
        IncomparableException.Kind.PROMPT);
  }

  private static RunHeader with(RunHeader.SuiteMark suite, RunHeader.Method method) {
    return new RunHeader(
        "run-2",
        HEADER.program(),
        HEADER.begun(),
        suite,
        HEADER.subject(),
        method,
        HEADER.judge(),
        HEADER.plan(),
        HEADER.price());
  }

  private void refused(RunHeader other, IncomparableException.Kind kind) throws Exception {
    RunLog one = log("one-" + kind, HEADER);
    RunLog two = log("two-" + kind, other);
    assertThatThrownBy(() -> Pairing.of(one, two))
        .isInstanceOfSatisfying(
            IncomparableException.class, why -> assertThat(why.kind()).isEqualTo(kind))
        .hasMessageContaining("other");
  }

  @Test
  void aScoreThatCouldNotBeToldIsNoNumber() throws Exception {
    Pairing pairing =
        Pairing.of(
            log("a", HEADER, scored(trial(1, 0, ""), 1)),
            log("b", HEADER, scored(trial(1, 0, ""), 1)));

    assertThat(pairing.values("f1").pairs()).isEmpty();
    assertThat(pairing.values("f1").unscored()).isEqualTo(1);
    assertThat(pairing.values("exact").unscored()).isZero();
  }
}
