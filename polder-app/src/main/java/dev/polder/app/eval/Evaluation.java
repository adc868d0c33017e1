package dev.polder.app.eval;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Variants;
import dev.polder.app.evidence.Weights;
import dev.polder.app.similarity.SentenceSimilarity;
import dev.polder.evals.run.AnswerCache;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Budget;
import dev.polder.evals.run.Cases;
import dev.polder.evals.run.JudgeDeployment;
import dev.polder.evals.run.Means;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Progress;
import dev.polder.evals.run.Run;
import dev.polder.evals.run.RunEnd;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Tested;
import dev.polder.evals.score.Judge;
import dev.polder.evals.score.Ports;
import dev.polder.evals.solve.BundleFraming;
import dev.polder.evals.solve.Digests;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.Solver;
import dev.polder.evals.solve.SuiteSolver;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.finding.Variant;
import dev.polder.model.Deployment;
import dev.polder.model.Usage;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The runs of one command: a suite on deployments of a configuration, one after the other.
///
/// What has to be started for these is told by a [Reach.Maker], and stopped when it is closed.
public final class Evaluation implements AutoCloseable {
  /// The cache lies beside the folders of suites: an answer is the same whichever suite asks.
  private static final String CACHE = "cache";

  private final Configuration configuration;
  private final Suite suite;
  private final Wish wish;
  private final String program;
  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = new SecureRandom();
  private final Variants variants;
  private final Reach asked;
  private final HttpModels models;
  private final AnswerCache cache;
  private final Optional<JudgeDeployment> judge;
  private final Cases cases;
  private volatile @Nullable Run running;
  private volatile boolean stopped;

  /// How an evaluation is wanted.
  ///
  /// @param useCase as which is asked; empty: as the deployment itself
  /// @param votes of how many answers to each sample the majority is taken; 1: the only one
  /// @param judge the deployment that grades answers, where the suite has them graded
  /// @param folder where logs go
  /// @param resume whether the newest log of the same goes on
  /// @param cached whether answers are kept and used again
  /// @param concurrency questions at once, at most
  /// @param besides what is said besides the samples where no use case is named
  public record Wish(
      Plan plan,
      Optional<String> useCase,
      int votes,
      Optional<String> judge,
      Path folder,
      boolean resume,
      boolean cached,
      Budget budget,
      int concurrency,
      Bundle besides) {
    /// One that says nothing besides what its use case does.
    public Wish(
        Plan plan,
        Optional<String> useCase,
        int votes,
        Optional<String> judge,
        Path folder,
        boolean resume,
        boolean cached,
        Budget budget,
        int concurrency) {
      this(plan, useCase, votes, judge, folder, resume, cached, budget, concurrency, Bundle.NONE);
    }
  }

  /// How one run went.
  ///
  /// @param resumed whether it went on with an older log
  /// @param took this time
  public record Outcome(Path log, boolean resumed, RunEnd end, Duration took) {}

  private Evaluation(
      Configuration configuration,
      Suite suite,
      Wish wish,
      String program,
      Reach asked,
      HttpModels models,
      AnswerCache cache)
      throws IOException {
    this.configuration = configuration;
    this.suite = suite;
    this.wish = wish;
    this.program = program;
    this.variants = new Variants(configuration, new Weights(configuration.state())::digest);
    this.asked = asked;
    this.models = models;
    this.cache = cache;
    this.judge =
        wish.judge().isPresent() ? Optional.of(judge(wish.judge().get())) : Optional.empty();
    this.cases = cases(suite, ports(judge.map(Judge.class::cast)));
  }

  private JudgeDeployment judge(String name) throws IOException {
    return new JudgeDeployment(
        tested(name, Framing.NONE, Optional.empty()), means(asked.deployment(name)));
  }

  private static Ports ports(Optional<Judge> judge) {
    return new Ports(judge, Optional.of(new SentenceSimilarity()));
  }

  private static Cases cases(Suite suite, Ports ports) {
    return new Cases(
        suite.name(),
        suite.digest(),
        suite.samples(),
        suite.scorecard(ports)::score,
        suite.primary(),
        suite.guardrail());
  }

  /// Starts what is needed to ask `deployments`, and returns when it is ready.
  ///
  /// @param program who runs, with its version
  /// @param maker makes the deployments ready, and the judge
  /// @throws IOException when an engine cannot be started or the cache cannot be read
  /// @throws IllegalStateException when a scorer needs what is not there; the message says what
  public static Evaluation open(
      Configuration configuration,
      Collection<String> deployments,
      Suite suite,
      Wish wish,
      String program,
      Reach.Maker maker)
      throws IOException, InterruptedException {
    // Before anything is started: whatever a scorer needs must be there, or be promised.
    cases(suite, ports(wish.judge().map(name -> messages -> name)));
    Set<String> needed = new LinkedHashSet<>(deployments);
    wish.judge().ifPresent(needed::add);
    AnswerCache cache =
        wish.cached()
            ? AnswerCache.open(
                wish.folder().resolveSibling(CACHE), Instant.now(), new SecureRandom())
            : AnswerCache.none();
    Reach asked = maker.make(configuration, needed);
    return new Evaluation(
        configuration, suite, wish, program, asked, HttpModels.open(wish.concurrency()), cache);
  }

  /// Asks `deployment` what is not answered yet, and returns when that is done or stopped.
  ///
  /// @param show shows the progress while it lasts
  /// @throws BadLogException when the log to go on with cannot be
  public Outcome run(String deployment, Function<Supplier<Progress>, ProgressShow> show)
      throws BadLogException, IOException {
    Instant now = clock.instant();
    Tested tested = tested(deployment, framing(asked.deployment(deployment)), useCase());
    Solver solver = SuiteSolver.of(suite.hints(), wish.useCase().orElse(deployment), wish.votes());
    RunHeader header = header(tested, solver, now);
    Optional<Path> older =
        wish.resume() ? new RunFolder(wish.folder()).newest(header) : Optional.empty();
    Path log = older.orElse(new RunFolder(wish.folder()).log(header.run()));
    Means means = means(asked.deployment(deployment));
    long began = System.nanoTime();
    Run run =
        older.isPresent()
            ? Run.resume(log, header, cases, solver, tested, means)
            : Run.begin(log, header, cases, solver, tested, means);
    running = run;
    if (stopped) {
      run.stop();
    }
    ProgressShow shown = show.apply(run::progress);
    try {
      RunEnd end = run.go();
      return new Outcome(log, older.isPresent(), end, Duration.ofNanos(System.nanoTime() - began));
    } finally {
      shown.close();
    }
  }

  private Tested tested(String deployment, Framing framing, Optional<UseCaseSettings> useCase)
      throws IOException {
    Deployment target = asked.deployment(deployment);
    DeploymentSettings settings = configuration.deployment(deployment).orElseThrow();
    ProviderSettings provider =
        configuration.providers().stream()
            .filter(each -> each.name().equals(settings.provider()))
            .findFirst()
            .orElseThrow();
    Variant variant =
        useCase.isPresent() ? variants.asked(useCase.get(), deployment) : variants.of(settings);
    return new Tested(
        new Subject(
            deployment,
            settings.provider(),
            settings.model(),
            Identity.of(provider, variant),
            Optional.of(variant)),
        target.provider().preset(),
        settings.price(),
        models.port(target, HttpModels.Limits.USUAL),
        framing);
  }

  private Optional<UseCaseSettings> useCase() {
    return configuration.useCases().stream()
        .filter(each -> wish.useCase().equals(Optional.of(each.name())))
        .findFirst();
  }

  /// What the use case says to `target`, or to the pool that it is of.
  private Framing framing(Deployment target) {
    Optional<UseCaseSettings> named = useCase();
    if (named.isEmpty() && !wish.besides().isNone()) {
      return new BundleFraming(target, wish.besides(), wish.besides().digest());
    }
    return named
        .filter(each -> !each.bundles().isEmpty())
        .<Framing>map(each ->
            new BundleFraming(target, variants.bundle(each, target.name()), digest(each.bundles())))
        .orElse(Framing.NONE);
  }

  private static String digest(Map<String, Bundle> bundles) {
    return Digests.of(
        new TreeMap<>(bundles)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().digest())
                .toArray(String[]::new));
  }

  private RunHeader header(Tested tested, Solver solver, Instant now) throws IOException {
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
            tested.framing().bundleDigest(),
            tested.framing().promptDigest()),
        wish.judge().isPresent()
            ? Optional.of(tested(wish.judge().get(), Framing.NONE, Optional.empty()).subject())
            : Optional.empty(),
        wish.plan(),
        tested.price());
  }

  private Means means(Deployment target) {
    int concurrency =
        Math.min(wish.concurrency(), target.traits().concurrency().orElse(Integer.MAX_VALUE));
    return new Means(
        cache,
        wish.budget(),
        Means.Settings.USUAL.withConcurrency(concurrency),
        program,
        clock,
        random);
  }

  /// What answers of a deployment have said so far of the model that gave them, see
  /// [HttpModels#said].
  public Set<String> said(String deployment) {
    return models.said(deployment);
  }

  /// What the judge's answers took, where there is one.
  public Optional<Usage> judging() {
    return judge.map(JudgeDeployment::usage);
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
