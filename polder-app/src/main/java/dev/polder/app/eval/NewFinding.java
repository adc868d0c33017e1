package dev.polder.app.eval;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Variants;
import dev.polder.app.evidence.Weights;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.score.Score;
import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps a comparison as a finding, and the reference's answers with it: when the reference is
/// gone, a later candidate can still be compared with them.
///
/// @param reference the deployment, the use case's primary
/// @param candidate the deployment, one of its fallbacks
public record NewFinding(
    Configuration configuration, UseCaseSettings useCase, String reference, String candidate) {
  /// Keeps it.
  ///
  /// @throws IOException when it could not be kept, and then nothing was; the message says what to
  ///   do
  public void keep(Compared compared, RunLog ofReference, RunLog ofCandidate, RunsOf runs)
      throws IOException {
    Variants variants = new Variants(configuration, new Weights(configuration.state())::digest);
    Variant referenceNow = variants.of(useCase, reference);
    SuiteVersion suite = new SuiteVersion(compared.suite().name(), compared.suite().digest());
    Finding finding =
        new Finding(
            useCase.name(),
            variants.of(useCase, candidate),
            Optional.of(referenceNow),
            suite,
            compared.declaration(),
            compared.judgement(),
            runs.end(ofCandidate),
            List.of(ofReference.header().run(), ofCandidate.header().run()),
            Set.of());
    try (Store store = Store.open(configuration.store())) {
      store
          .answers()
          .add(
              new AnsweredRun(
                  ofReference.header().run(), suite, referenceNow, runs.end(ofReference)),
              answers(ofReference));
      store.findings().add(finding);
    }
  }

  private static List<Answer> answers(RunLog log) {
    return log.results().stream()
        .filter(Result.Scored.class::isInstance)
        .map(Result.Scored.class::cast)
        .map(scored ->
            new Answer(
                scored.trial().sample(),
                scored.trial().epoch(),
                scored.response().text(),
                scored.scores().stream().collect(Collectors.toMap(Score::scorer, Score::value))))
        .toList();
  }
}
