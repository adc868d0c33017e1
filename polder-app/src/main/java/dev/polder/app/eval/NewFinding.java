package dev.polder.app.eval;

import dev.polder.app.config.UseCaseSettings;
import dev.polder.evals.run.RunLog;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps a comparison as a finding, and the reference's answers with it: when the reference is
/// gone, a later candidate can still be compared with them.
///
/// @param store the file of what has been measured
public record NewFinding(UseCaseSettings useCase, Path store) {
  /// Keeps what `compared` says of what the two runs asked.
  ///
  /// @param measuredAt when the candidate's last answer came
  /// @throws IOException when it could not be kept, and then nothing was; the message says what to
  ///   do
  /// @throws IllegalArgumentException when it says nothing about what the gateway serves
  public void keep(Compared compared, ReferenceRun reference, RunLog candidate, Instant measuredAt)
      throws IOException {
    SuiteVersion version = compared.suite().version();
    try (Store opened = Store.open(store)) {
      Finding finding =
          new Finding(
              useCase.name(),
              variant(candidate),
              Optional.of(variant(reference.log())),
              version,
              compared.declaration(),
              compared.judgement(),
              measuredAt,
              List.of(
                  StatedRuns.cited(reference.log().header()), StatedRuns.cited(candidate.header())),
              marks(reference, candidate, opened.findings().doubts()));
      // Of an imported run the log is what is kept: its samples are not here.
      if (!reference.kept() && reference.log().header().origin().isEmpty()) {
        KeptAnswers.keep(opened.answers(), version, reference);
      }
      opened.findings().add(finding);
    }
  }

  /// A finding is as old as the candidate's answers: by that it ages, and the newest counts. So a
  /// doubt about the reference that came between its answers and the candidate's would pass for
  /// older than the finding. It is marked here, and stays so.
  private static Set<Mark> marks(ReferenceRun reference, RunLog candidate, List<Doubt> doubts) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (reference.kept()) {
      marks.add(Mark.REFERENCE_STORED);
    }
    if (candidate.header().origin().isPresent()) {
      marks.add(Mark.IMPORTED);
    }
    Variant variant = variant(reference.log());
    if (doubts.stream().anyMatch(doubt -> doubt.unsettles(variant, reference.end()))) {
      marks.add(Mark.DOUBTED);
    }
    return marks;
  }

  private static Variant variant(RunLog log) {
    return log.header().subject().variant().orElseThrow();
  }
}
