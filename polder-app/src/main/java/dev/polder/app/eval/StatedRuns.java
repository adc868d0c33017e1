package dev.polder.app.eval;

import dev.polder.app.config.UseCaseSettings;
import dev.polder.evals.imports.ImportedSuite;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Origin;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.Subject;
import dev.polder.evidence.finding.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Imported runs of which a person states that they are of what a deployment serves.
///
/// Another tool's log names a model in its own words and says nothing of weights or quantisation.
/// So whose answers they are is stated; what obviously contradicts the statement is refused.
///
/// @param served what is configured now, and for which use case it is asked
/// @param namedOtherwise whether the person says that the models' names may differ
/// @param now later than which no run can have begun
public record StatedRuns(Served served, ImportedSuite suite, boolean namedOtherwise, Instant now) {

  /// The run in `file`, as one of `candidate`.
  ///
  /// @param candidate a deployment or a pool
  /// @throws IllegalArgumentException when the statement cannot be true, or says nothing about what
  ///   the gateway asks; the message says why and what to do
  public RunLog read(Path file, String candidate) throws BadLogException, IOException {
    RunLog log = RunLog.read(file);
    RunHeader header = log.header();
    checkSuite(file, header);
    checkTime(file, header);
    checkBundle(candidate);
    Variant variant = served.variant(candidate);
    checkModel(header, candidate, variant);
    return RunLog.of(file, stated(header, candidate, variant), log.results());
  }

  private void checkSuite(Path file, RunHeader header) {
    if (header.origin().isEmpty()) {
      throw new IllegalArgumentException(
          "The run %s was not imported, so it says itself who was asked. Name it by its deployment, and the suite by its own folder."
              .formatted(file));
    }
    ImportedSuite asked = ImportedSuite.of(header);
    if (!asked.equals(suite)) {
      throw new IllegalArgumentException(
          "The run %s is of suite '%s' with digest %s, not of '%s' with digest %s. Name a run of the same suite."
              .formatted(file, asked.name(), asked.digest(), suite.name(), suite.digest()));
    }
  }

  private void checkTime(Path file, RunHeader header) {
    if (header.begun().isAfter(now)) {
      throw new IllegalArgumentException(
          "The run %s says that it began at %s, which is still to come. Correct the clock of either machine, and import the log again."
              .formatted(file, header.begun()));
    }
  }

  /// What another tool asked was not asked with a use case's own prompt.
  private void checkBundle(String candidate) {
    Optional<UseCaseSettings> useCase = served.useCase();
    boolean framed =
        useCase
            .map(each -> served.variants().bundle(each, candidate))
            .filter(bundle -> !bundle.isNone())
            .isPresent();
    if (framed) {
      String name = useCase.orElseThrow().name();
      throw new IllegalArgumentException(
          "Use case '%s' has a prompt, parameters or a schema of its own for '%s', and an imported run was asked without them: it is no evidence for what the gateway asks. Make a suite of the same cases and run it: polder eval run SUITE --on %s --use-case %s"
              .formatted(name, candidate, candidate, name));
    }
  }

  private void checkModel(RunHeader header, String candidate, Variant variant) {
    String said = header.subject().model();
    if (!namedOtherwise && !isAlike(said, variant.model())) {
      throw new IllegalArgumentException(
          "The log %s is of model '%s', and '%s' serves '%s'. Name the run that is of '%s'; if it is of that model under another name, say so with --named-otherwise."
              .formatted(
                  header.origin().map(Origin::file).orElse(header.run()),
                  said,
                  candidate,
                  variant.model(),
                  candidate));
    }
  }

  /// Tools put providers and kinds before a model's name, as in `openai-api/town/atlas` or
  /// `openai:chat:atlas`; so the shorter name must be the end of the longer, word by word.
  static boolean isAlike(String one, String other) {
    List<String> first = words(one);
    List<String> second = words(other);
    int shared = Math.min(first.size(), second.size());
    return shared > 0
        && first
            .subList(first.size() - shared, first.size())
            .equals(second.subList(second.size() - shared, second.size()));
  }

  private static List<String> words(String model) {
    return Arrays.stream(model.toLowerCase(Locale.ROOT).split("[/:]", -1))
        .filter(word -> !word.isBlank())
        .toList();
  }

  private static RunHeader stated(RunHeader header, String candidate, Variant variant) {
    Subject subject = header.subject();
    return new RunHeader(
        header.run(),
        header.program(),
        header.begun(),
        header.suite(),
        new Subject(
            candidate,
            subject.provider(),
            subject.model(),
            subject.identity(),
            Optional.of(variant)),
        header.method(),
        header.judge(),
        header.plan(),
        header.price(),
        header.origin());
  }

  /// A run as a finding names it: with where it comes from, since the finding may go where the run
  /// is not.
  static String cited(RunHeader header) {
    return header
        .origin()
        .map(origin ->
            "%s (imported: %s%s, %s, %s, model %s)"
                .formatted(
                    header.run(),
                    origin.tool(),
                    origin.toolVersion().isEmpty() ? "" : " " + origin.toolVersion(),
                    origin.file(),
                    origin.digest(),
                    header.subject().model()))
        .orElse(header.run());
  }
}
