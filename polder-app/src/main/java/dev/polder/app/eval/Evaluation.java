package dev.polder.app.eval;

import dev.polder.app.AskedDeployments;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.engine.supervise.EngineLog;
import dev.polder.evals.run.AnswerCache;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Budget;
import dev.polder.evals.run.Cases;
import dev.polder.evals.run.Means;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Progress;
import dev.polder.evals.run.Run;
import dev.polder.evals.run.RunEnd;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Tested;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.Solver;
import dev.polder.evals.solve.SuiteSolver;
import dev.polder.evals.suite.Hints;
import dev.polder.model.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The runs of one command: a suite on deployments of a configuration, one after the other.
///
/// It starts the engines that these need, and stops them when it is closed.
public final class Evaluation implements AutoCloseable {
  /// The cache lies beside the folders of suites: an answer is the same whichever suite asks.
  private static final String CACHE = "cache";

  private final Configuration configuration;
  private final Cases cases;
  private final Hints hints;
  private final Wish wish;
  private final String program;
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = new SecureRandom();
  private final AskedDeployments asked;
  private final HttpModels models;
  private final AnswerCache cache;
  private volatile @Nullable Run running;
  private volatile boolean stopped;

  /// How an evaluation is wanted.
  ///
  /// @param useCase as which is asked; empty: as the deployment itself
  /// @param votes of how many answers to each sample the majority is taken; 1: the only one
  /// @param folder where logs go
  /// @param resume whether the newest log of the same goes on
  /// @param cached whether answers are kept and used again
  /// @param concurrency questions at once, at most
  public record Wish(
      Plan plan,
      Optional<String> useCase,
      int votes,
      Path folder,
      boolean resume,
      boolean cached,
      Budget budget,
      int concurrency) {}

  /// How one run went.
  ///
  /// @param resumed whether it went on with an older log
  /// @param took this time
  public record Outcome(Path log, boolean resumed, RunEnd end, Duration took) {}

  private Evaluation(
      Configuration configuration,
      Cases cases,
      Hints hints,
      Wish wish,
      String program,
      AskedDeployments asked,
      HttpModels models,
      AnswerCache cache) {
    this.configuration = configuration;
    this.cases = cases;
    this.hints = hints;
    this.wish = wish;
    this.program = program;
    this.asked = asked;
    this.models = models;
    this.cache = cache;
  }

  /// Starts what is needed to ask `deployments`, and returns when it is ready.
  ///
  /// @param hints how the suite wishes to be asked
  /// @param program who runs, with its version
  /// @throws IOException when an engine cannot be started or the cache cannot be read
  public static Evaluation open(
      Configuration configuration,
      Collection<String> deployments,
      Cases cases,
      Hints hints,
      Wish wish,
      String program,
      Map<String, String> environment,
      EngineLog engineLog)
      throws IOException, InterruptedException {
    AnswerCache cache =
        wish.cached()
            ? AnswerCache.open(
                wish.folder().resolveSibling(CACHE), Instant.now(), new SecureRandom())
            : AnswerCache.none();
    AskedDeployments asked =
        AskedDeployments.start(configuration, deployments, environment, engineLog);
    return new Evaluation(
        configuration,
        cases,
        hints,
        wish,
        program,
        asked,
        HttpModels.open(wish.concurrency()),
        cache);
  }

  /// Asks `deployment` what is not answered yet, and returns when that is done or stopped.
  ///
  /// @param show shows the progress while it lasts
  /// @throws BadLogException when the log to go on with cannot be
  public Outcome run(String deployment, Function<Supplier<Progress>, ProgressShow> show)
      throws BadLogException, IOException {
    Instant now = clock.instant();
    Deployment target = asked.deployment(deployment);
    DeploymentSettings settings = configuration.deployment(deployment).orElseThrow();
    Tested tested = tested(target, settings);
    Solver solver = SuiteSolver.of(hints, wish.useCase().orElse(deployment), wish.votes());
    RunHeader header = header(tested, solver, now);
    Optional<Path> older =
        wish.resume() ? new RunFolder(wish.folder()).newest(header) : Optional.empty();
    Path log = older.orElse(new RunFolder(wish.folder()).log(header.run()));
    Means means = means(target.traits().concurrency());
    long began = System.nanoTime();
    Run run =
        older.isPresent()
            ? Run.resume(log, header, cases, solver, tested, means)
            : Run.begin(log, header, cases, solver, tested, means);
    running = run;
    if (stopped) {
      run.stop();
    }
    try (ProgressShow shown = show.apply(run::progress)) {
      RunEnd end = run.go();
      return new Outcome(log, older.isPresent(), end, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Tested tested(Deployment target, DeploymentSettings settings) throws IOException {
    ProviderSettings provider =
        configuration.providers().stream()
            .filter(each -> each.name().equals(settings.provider()))
            .findFirst()
            .orElseThrow();
    return new Tested(
        new Subject(
            settings.name(),
            settings.provider(),
            settings.model(),
            Identity.of(provider, settings.model())),
        target.provider().preset(),
        settings.price(),
        models.port(target, HttpModels.Limits.USUAL),
        Framing.NONE);
  }

  private RunHeader header(Tested tested, Solver solver, Instant now) {
    return new RunHeader(
        RunFolder.name(tested.subject().deployment(), now, random.nextInt()),
        program,
        now,
        RunHeader.SuiteMark.of(cases),
        tested.subject(),
        new RunHeader.Method(
            wish.useCase().orElse(""),
            solver.description(),
            solver.digest(),
            tested.framing().bundle(),
            tested.framing().prompt()),
        wish.plan(),
        tested.price());
  }

  private Means means(OptionalInt bound) {
    int concurrency = Math.min(wish.concurrency(), bound.orElse(Integer.MAX_VALUE));
    return new Means(
        cache,
        wish.budget(),
        Means.Settings.USUAL.withConcurrency(concurrency),
        program,
        clock,
        random);
  }

  /// Ends the run that is under way, and any that would come. Any thread may call.
  public void stop() {
    stopped = true;
    Run run = running;
    if (run != null) {
      run.stop();
    }
  }

  /// Stops the engines and writes what is queued.
  @Override
  public void close() throws IOException {
    models.close();
    asked.close();
    cache.close();
  }
}
