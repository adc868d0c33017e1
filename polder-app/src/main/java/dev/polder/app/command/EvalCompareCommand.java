package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.EvidenceSettings;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.SuiteSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.eval.Compared;
import dev.polder.app.eval.ComparedText;
import dev.polder.app.eval.ComparisonReports;
import dev.polder.app.eval.KeptAnswers;
import dev.polder.app.eval.NewFinding;
import dev.polder.app.eval.ReferenceRun;
import dev.polder.app.eval.RunsOf;
import dev.polder.app.eval.Served;
import dev.polder.app.eval.StatedRuns;
import dev.polder.app.eval.Yardstick;
import dev.polder.app.evidence.Variants;
import dev.polder.app.evidence.Weights;
import dev.polder.evals.imports.ImportedSuite;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.IncomparableException;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.solve.SuiteSolver;
import dev.polder.evals.suite.BadSuiteException;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.verdict.Declaration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder eval compare SUITE --reference A --candidate B`: the verdict about two runs, and a
/// finding where it is about a use case.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Say whether a candidate is good enough beside a reference, by their runs.",
      "",
      "Both must have been asked by 'polder eval run', or be imported runs of which",
      "you state whose answers they are. With --use-case the verdict is",
      "kept as a finding, which the gate of a running gateway reads within a second.",
      "Where the reference has no run, answers that were kept of it stand in."
    })
public final class EvalCompareCommand implements Callable<Integer> {
  private static final double USUAL_MARGIN = 0.05;

  @Parameters(
      paramLabel = "SUITE",
      description =
          "a suite of the configuration, a folder with suite.yaml, a .jsonl file, or a folder of imported runs")
  private String source = "";

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "DEPLOYMENT",
      description = "whom it is compared with")
  private String reference = "";

  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "DEPLOYMENT",
      description = "who might stand in")
  private String candidate = "";

  @Option(
      names = "--use-case",
      paramLabel = "NAME",
      description = "for which; its 'evidence' gives margins, and the verdict is kept")
  private Optional<String> useCase = Optional.empty();

  @Option(
      names = "--margin",
      paramLabel = "M",
      description = "accepted loss of score; default 0.05")
  private Optional<Double> margin = Optional.empty();

  @Option(names = "--guardrail", paramLabel = "M", description = "accepted rise of harm")
  private Optional<Double> guardrail = Optional.empty();

  @Option(names = "--confidence", paramLabel = "C", description = "one-sided; default 0.95")
  private Optional<Double> confidence = Optional.empty();

  @Option(
      names = "--runs",
      paramLabel = "FOLDER",
      description = "where the logs are; default: evals/ and the suite's name")
  private Optional<Path> runs = Optional.empty();

  @Option(
      names = "--reference-run",
      paramLabel = "FILE",
      description = "the imported run that you state to be of the reference")
  private Optional<Path> referenceRun = Optional.empty();

  @Option(
      names = "--candidate-run",
      paramLabel = "FILE",
      description = "the imported run that you state to be of the candidate")
  private Optional<Path> candidateRun = Optional.empty();

  @Option(
      names = "--named-otherwise",
      description = "state that imported logs only call the models by other names")
  private boolean namedOtherwise;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write a report with the pairs that differ")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--stored",
      description = "take the reference's kept answers, even if there is a run of it")
  private boolean stored;

  @Option(names = "--no-record", description = "keep no finding")
  private boolean noRecord;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration; default: polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = Output.err(spec);
    Optional<Configuration> configuration =
        ConfigurationOption.read(file, System.getenv(), err).map(ReadResult.Good::configuration);
    if (configuration.isEmpty()) {
      return 1;
    }
    try {
      compare(configuration.get());
      return ExitCode.OK;
    } catch (BadSuiteException
        | BadLogException
        | IncomparableException
        | IOException
        | IllegalArgumentException cannot) {
      Text.wrapped(String.valueOf(cannot.getMessage()), "").forEach(err::println);
      err.flush();
      return 1;
    }
  }

  private void compare(Configuration configuration)
      throws BadSuiteException, BadLogException, IncomparableException, IOException {
    Optional<UseCaseSettings> about = about(configuration);
    Served served =
        new Served(
            configuration,
            new Variants(configuration, new Weights(configuration.state())::digest),
            about);
    Optional<Path> imported = ImportedSuite.at(path(configuration));
    Sides sides =
        imported.isPresent()
            ? stated(served, ImportedSuite.read(imported.get()))
            : asked(served, Suite.read(path(configuration)));
    Compared compared =
        Compared.of(sides.suite(), sides.reference(), sides.candidate(), accepted(about));
    PrintWriter out = Output.out(spec);
    new ComparedText(compared)
        .lines().stream()
            .flatMap(line -> Text.wrapped(line, "    ").stream())
            .forEach(out::println);
    if (html.isPresent()) {
      Files.writeString(
          html.get(), ComparisonReports.of(compared, useCase.orElse(""), sides.end()).html());
      out.println("Report: " + html.get());
    }
    if (about.isPresent() && !noRecord) {
      if (sides.suite() instanceof Yardstick.OfSuite own) {
        checkServed(own.suite(), sides.candidate().header());
      }
      new NewFinding(about.get(), configuration.store())
          .keep(compared, sides.reference(), sides.candidate(), sides.end());
      out.println(
          "Kept as a finding for use case '%s' in %s."
              .formatted(about.get().name(), configuration.store()));
    } else if (about.isEmpty()) {
      out.println("No finding was kept: name the use case with --use-case.");
    }
    out.flush();
  }

  /// What is compared.
  ///
  /// @param end when the candidate's last answer came
  private record Sides(Yardstick suite, ReferenceRun reference, RunLog candidate, Instant end) {}

  private Sides asked(Served served, Suite suite) throws BadLogException, IOException {
    if (referenceRun.isPresent() || candidateRun.isPresent()) {
      throw new IllegalArgumentException(
          "--reference-run and --candidate-run state whose answers another tool's log holds, but '%s' is a suite of Polder's own, whose runs say themselves who was asked. Leave them out, or name an imported suite."
              .formatted(source));
    }
    RunsOf folder = new RunsOf(served, suite, runs.orElse(Path.of("evals").resolve(suite.name())));
    RunLog ofCandidate = folder.newest(candidate);
    return new Sides(
        new Yardstick.OfSuite(suite),
        reference(folder, ofCandidate),
        ofCandidate,
        folder.end(ofCandidate));
  }

  /// Of an imported run only its beginning is known for sure.
  private Sides stated(Served served, ImportedSuite suite) throws BadLogException, IOException {
    if (referenceRun.isEmpty() || candidateRun.isEmpty() || stored || runs.isPresent()) {
      throw new IllegalArgumentException(
          "Suite '%s' was imported from %s, whose logs do not know your deployments. State which of its runs is of which, and nothing else: --reference-run FILE --candidate-run FILE."
              .formatted(suite.name(), suite.tool()));
    }
    StatedRuns stated = new StatedRuns(served, suite, namedOtherwise, Instant.now());
    RunLog ofReference = stated.read(referenceRun.get(), reference);
    RunLog ofCandidate = stated.read(candidateRun.get(), candidate);
    if (ofReference.header().run().equals(ofCandidate.header().run())) {
      throw new IllegalArgumentException(
          "--reference-run and --candidate-run name the same run %s. Name one of each."
              .formatted(ofCandidate.header().run()));
    }
    return new Sides(
        Yardstick.OfImport.of(suite, ofCandidate),
        new ReferenceRun(ofReference, false, ofReference.header().begun()),
        ofCandidate,
        ofCandidate.header().begun());
  }

  /// Its run, or where that is gone the answers of it that were kept.
  private ReferenceRun reference(RunsOf folder, RunLog ofCandidate)
      throws BadLogException, IOException {
    if (!stored && folder.has(reference)) {
      RunLog log = folder.newest(reference);
      return new ReferenceRun(log, false, folder.end(log));
    }
    Path store = folder.served().configuration().store();
    Optional<ReferenceRun> kept =
        new KeptAnswers(store)
            .newest(
                folder.suite(),
                reference,
                folder.served().variant(reference),
                ofCandidate.header());
    if (kept.isPresent()) {
      return kept.get();
    }
    if (stored) {
      throw new IllegalArgumentException(
          "%s keeps no answers of '%s', as it is configured now, on suite '%s' as it is now. They are kept when a comparison of it for a use case is."
              .formatted(store, reference, folder.suite().name()));
    }
    RunLog log = folder.newest(reference);
    return new ReferenceRun(log, false, folder.end(log));
  }

  /// A finding is about what the gateway serves, and that takes no votes.
  private void checkServed(Suite suite, RunHeader header) {
    String plain = SuiteSolver.of(suite.hints(), header.method().useCase(), 1).digest();
    if (!header.method().solverDigest().equals(plain)) {
      throw new IllegalArgumentException(
          "The run %s asked '%s' otherwise than the gateway does (%s), so it is no evidence for it. Run it without --votes, or add --no-record."
              .formatted(header.run(), candidate, header.method().solver()));
    }
  }

  private Optional<UseCaseSettings> about(Configuration configuration) {
    if (useCase.isEmpty()) {
      return Optional.empty();
    }
    Optional<UseCaseSettings> found =
        configuration.useCases().stream()
            .filter(one -> one.name().equals(useCase.get()))
            .findFirst();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no use case '%s' in %s. Known use cases: %s."
              .formatted(
                  useCase.get(),
                  file,
                  String.join(
                      ", ",
                      configuration.useCases().stream().map(UseCaseSettings::name).toList())));
    }
    List<String> ladder = found.get().candidates();
    if (!noRecord && (!ladder.getFirst().equals(reference) || !ladder.contains(candidate))) {
      throw new IllegalArgumentException(
          "Use case '%s' goes down the ladder %s: a finding about it compares one of the others with the first. Name these, or add --no-record."
              .formatted(found.get().name(), String.join(", ", ladder)));
    }
    return found;
  }

  private Path path(Configuration configuration) {
    return configuration.suites().stream()
        .filter(one -> one.name().equals(source))
        .findFirst()
        .map(SuiteSettings::path)
        .orElse(Path.of(source));
  }

  private Compared.Accepted accepted(Optional<UseCaseSettings> about) {
    Optional<EvidenceSettings> asked = about.flatMap(UseCaseSettings::evidence);
    return new Compared.Accepted(
        margin.orElseGet(() -> asked.map(EvidenceSettings::margin).orElse(USUAL_MARGIN)),
        guardrail.isPresent()
            ? OptionalDouble.of(guardrail.get())
            : asked.map(EvidenceSettings::guardrail).orElse(OptionalDouble.empty()),
        confidence
            .map(share -> Math.round((1 - share) * 1e9) / 1e9)
            .orElseGet(() -> asked.map(EvidenceSettings::alpha).orElse(Declaration.USUAL_ALPHA)),
        asked.map(EvidenceSettings::floor).orElse(OptionalDouble.empty()));
  }
}
