package dev.polder.app.canary;

import dev.polder.app.config.CanarySettings;
import dev.polder.app.config.Configuration;
import dev.polder.app.eval.Evaluation;
import dev.polder.app.eval.ProgressShow;
import dev.polder.app.eval.Reach;
import dev.polder.evals.canary.Round;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Budget;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Progress;
import dev.polder.evals.run.RunEnd;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.solve.Digests;
import dev.polder.evals.suite.BadSuiteException;
import dev.polder.evals.suite.Suite;
import dev.polder.model.bundle.BadBundleException;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.bundle.Parameters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One round of a canary: an evaluation run like any other, never out of the cache.
final class CanaryRound {
  private static final String PROGRAM = "Polder canary";

  /// Logs of so many rounds are kept, to be read when an alarm is looked into.
  private static final int LOGS_KEPT = 20;

  private static final Bundle STEADY = steady();

  private final Configuration configuration;
  private final CanarySettings settings;
  private final InstantSource clock;
  private volatile @Nullable Evaluation running;
  private volatile Optional<String> stopped = Optional.empty();

  /// How a round ended.
  sealed interface Outcome {
    /// All was asked.
    ///
    /// @param asked a digest of what
    record Asked(String asked, Round round) implements Outcome {}

    /// It did not come to its end.
    ///
    /// @param why in a sentence
    record Unfinished(String why) implements Outcome {}

    /// Somebody stopped it, so that it is as due as before.
    ///
    /// @param why in a sentence
    record Stopped(String why) implements Outcome {}
  }

  CanaryRound(Configuration configuration, CanarySettings settings, InstantSource clock) {
    this.configuration = configuration;
    this.settings = settings;
    this.clock = clock;
  }

  CanarySettings settings() {
    return settings;
  }

  Configuration configuration() {
    return configuration;
  }

  /// A digest of which model is asked.
  String whom() {
    return new Whom(configuration, configuration.deployment(settings.deployment()).orElseThrow())
        .digest();
  }

  private static Bundle steady() {
    try {
      return new Bundle(
          Optional.empty(),
          Parameters.of(Map.of("temperature", "0")),
          OptionalInt.empty(),
          Optional.empty());
    } catch (BadBundleException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Asks, and returns when that is done, stopped, or cannot be.
  ///
  /// A thread that is interrupted meanwhile stays so, and nothing is left running.
  ///
  /// @throws InterruptedException when that happens before anything is asked
  Outcome run(Reach.Maker maker) throws InterruptedException {
    try {
      Suite suite = Suite.read(configuration.suite(settings.suite()).orElseThrow().path());
      Evaluation evaluation =
          Evaluation.open(
              configuration, List.of(settings.deployment()), suite, wish(suite), PROGRAM, maker);
      return run(evaluation);
    } catch (BadSuiteException | BadLogException | IOException | IllegalStateException cannot) {
      return new Outcome.Unfinished(String.valueOf(cannot.getMessage()));
    }
  }

  private Outcome run(Evaluation evaluation)
      throws IOException, BadLogException, InterruptedException {
    running = evaluation;
    try {
      if (stopped.isPresent()) {
        evaluation.stop();
      }
      return outcome(evaluation, evaluation.run(settings.deployment(), CanaryRound::silent));
    } finally {
      close(evaluation);
    }
  }

  /// Whoever waits for loops to end must not be hurried: it would leave them running.
  private static void close(Evaluation evaluation) throws IOException {
    boolean hurried = Thread.interrupted();
    evaluation.close();
    if (hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private Outcome outcome(Evaluation evaluation, Evaluation.Outcome outcome)
      throws IOException, BadLogException {
    if (stopped.isPresent()) {
      return new Outcome.Stopped("It was stopped: " + stopped.get() + ".");
    }
    if (outcome.end().kind() != RunEnd.Kind.COMPLETE) {
      return new Outcome.Unfinished(outcome.end().message());
    }
    RunLog log = RunLog.read(outcome.log());
    prune();
    return new Outcome.Asked(
        asked(log.header()),
        Round.of(log, clock.instant(), evaluation.said(settings.deployment())));
  }

  /// Whatever makes two rounds incomparable, the deployment's own name apart.
  private static String asked(RunHeader header) {
    return Digests.of(
        header.suite().digest(),
        header.subject().identity(),
        header.method().solverDigest(),
        header.method().prompt(),
        header.plan().toString());
  }

  private static ProgressShow silent(Supplier<Progress> progress) {
    return new ProgressShow("canary", false, progress, new PrintWriter(Writer.nullWriter()), false);
  }

  private Evaluation.Wish wish(Suite suite) {
    return new Evaluation.Wish(
        new Plan(Math.min(settings.samples(), suite.samples().size()), 1, seed(suite)),
        Optional.empty(),
        1,
        Optional.empty(),
        folder(),
        false,
        false,
        new Budget(settings.limitMoney(), settings.limitTokens()),
        settings.concurrency(),
        settings.steady() ? STEADY : Bundle.NONE);
  }

  /// The same samples in every round of the same suite.
  private static long seed(Suite suite) {
    String hex = suite.digest().substring(suite.digest().indexOf(':') + 1);
    return HexFormat.fromHexDigitsToLong(hex, 0, 12);
  }

  private Path folder() {
    return configuration
        .state()
        .resolve("canaries")
        .resolve(settings.deployment().replaceAll("[^A-Za-z0-9._-]", "_"));
  }

  /// Deletes all logs but the newest.
  private void prune() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> old =
          files
              .sorted(Comparator.comparingLong(CanaryRound::changed).reversed())
              .skip(LOGS_KEPT)
              .toList();
      for (Path log : old) {
        Files.deleteIfExists(log);
      }
    }
  }

  private static long changed(Path file) {
    return file.toFile().lastModified();
  }

  /// Lets nothing more be asked. Any thread may call.
  ///
  /// @param why as it goes on behind "It was stopped:"
  void stop(String why) {
    stopped = Optional.of(why);
    Evaluation evaluation = running;
    if (evaluation != null) {
      evaluation.stop();
    }
  }
}
