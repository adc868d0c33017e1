package dev.polder.app.command;

import dev.polder.app.AskedDeployments;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.eval.Amounts;
import dev.polder.app.eval.EndOfProgram;
import dev.polder.app.eval.Evaluation;
import dev.polder.app.eval.ProgressShow;
import dev.polder.app.eval.Reach;
import dev.polder.app.eval.RunReports;
import dev.polder.evals.report.RunReport;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.Budget;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.RunEnd;
import dev.polder.evals.run.Summary;
import dev.polder.evals.suite.BadSuiteException;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.Estimate;
import dev.polder.model.Usage;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder eval run SUITE --on DEPLOYMENT[,…]`: asks deployments all that a suite asks, and keeps
/// what they answer.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Ask deployments what a suite asks; keep and score their answers.",
      "",
      "A run that was stopped or killed goes on with the same command and --resume."
    })
public final class EvalRunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  /// Ended before its end: by a person, a limit or a deployment.
  private static final int UNFINISHED = 3;

  /// How long Ctrl-C waits: the run's own grace, and the engines' end.
  private static final Duration END = Duration.ofSeconds(20);

  @Parameters(paramLabel = "SUITE", description = "a folder with suite.yaml, or a .jsonl file")
  private Path source = Path.of("");

  @Option(
      names = "--on",
      required = true,
      split = ",",
      paramLabel = "DEPLOYMENT",
      description = "deployments of the configuration, asked one after the other")
  private List<String> deployments = new ArrayList<>();

  @Option(
      names = "--use-case",
      paramLabel = "NAME",
      description = "ask as calls of this use case are: with its prompt, parameters, schema")
  private Optional<String> useCase = Optional.empty();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration; default: polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Option(names = "--epochs", paramLabel = "K", description = "ask each sample so often; default 1")
  private int epochs = 1;

  @Option(
      names = "--votes",
      paramLabel = "K",
      description = "ask each sample K times and take the majority; default 1")
  private int votes = 1;

  @Option(
      names = "--judge",
      paramLabel = "DEPLOYMENT",
      description = "grades answers, where the suite has them graded")
  private Optional<String> judge = Optional.empty();

  @Option(
      names = "--n",
      paramLabel = "N",
      description = {
        "declare how many samples are asked, for a sharper test that speaks once all are there;",
        "default: all, and a test that may be looked at any time"
      })
  private Optional<Integer> n = Optional.empty();

  @Option(
      names = "--limit-money",
      paramLabel = "X",
      description = "stop before more than this is spent, all deployments together")
  private Optional<Double> limitMoney = Optional.empty();

  @Option(
      names = "--limit-tokens",
      paramLabel = "N",
      description = "stop before more tokens than this are used, all deployments together")
  private Optional<Long> limitTokens = Optional.empty();

  @Option(names = "--resume", description = "go on with the newest run of the same command")
  private boolean resume;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where logs go; default: evals/ and the suite's name")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "of the order, and of which samples --n takes; default: the suite's own")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write a report; of several deployments one each, -DEPLOYMENT in its name")
  private Optional<Path> html = Optional.empty();

  @Option(names = "--no-cache", description = "ask everything anew, and keep no answer for others")
  private boolean noCache;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "questions at once, at most; default 64. Fewer where there is no room")
  private int concurrency = 64;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Optional<ReadResult.Good> read =
        ConfigurationOption.read(file, System.getenv(), Output.err(spec));
    if (read.isEmpty()) {
      return 1;
    }
    List<String> objections = objections(read.get().configuration());
    if (!objections.isEmpty()) {
      return refuse(ExitCode.USAGE, objections);
    }
    try {
      return run(read.get().configuration(), Suite.read(source));
    } catch (BadSuiteException | BadLogException | IOException | IllegalStateException cannot) {
      return refuse(1, List.of(String.valueOf(cannot.getMessage())));
    }
  }

  private int refuse(int code, List<String> why) {
    PrintWriter err = Output.err(spec);
    why.forEach(each -> Text.wrapped(each, "").forEach(err::println));
    err.flush();
    return code;
  }

  private List<String> objections(Configuration configuration) {
    List<String> objections = new ArrayList<>();
    Set<String> all = new LinkedHashSet<>(deployments);
    judge.ifPresent(all::add);
    for (String name : all) {
      Optional<DeploymentSettings> deployment = configuration.deployment(name);
      if (deployment.isEmpty()) {
        objections.add(unknown(name, configuration));
      } else if (limitMoney.isPresent() && deployment.get().price().isEmpty()) {
        objections.add(
            "Deployment '%s' has no price, so --limit-money cannot be kept. Add to it, per million tokens: price: {input: 2.5, output: 10}."
                .formatted(name));
      }
    }
    List<String> useCases = configuration.useCases().stream().map(UseCaseSettings::name).toList();
    useCase
        .filter(name -> !useCases.contains(name))
        .ifPresent(name ->
            objections.add(
                "There is no use case '%s' in %s. Known use cases: %s."
                    .formatted(name, file, String.join(", ", useCases))));
    if (epochs < 1 || votes < 1 || concurrency < 1 || n.orElse(1) < 1) {
      objections.add("--epochs, --votes, --n and --concurrency are whole numbers from 1.");
    }
    return objections;
  }

  private String unknown(String name, Configuration configuration) {
    List<String> known = configuration.deployments().stream().map(each -> each.name()).toList();
    return configuration.pools().stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .map(pool ->
            "'%s' is a pool. Its deployments are of one variant: name one of %s."
                .formatted(name, String.join(", ", pool.deployments())))
        .orElseGet(() ->
            "There is no deployment '%s' in %s. Known deployments: %s."
                .formatted(name, file, String.join(", ", known)));
  }

  private int run(Configuration configuration, Suite suite)
      throws IOException, BadLogException, InterruptedException {
    int size = suite.samples().size();
    if (n.orElse(1) > size) {
      return refuse(
          ExitCode.USAGE,
          List.of(
              "--n declares %d samples, and suite '%s' has %d. Declare at most as many, or add some."
                  .formatted(n.orElse(1), suite.name(), size)));
    }
    Set<String> names = new LinkedHashSet<>(deployments);
    Evaluation evaluation =
        Evaluation.open(
            configuration, names, suite, wish(suite), Output.version(spec), EvalRunCommand::reach);
    EndOfProgram end = new EndOfProgram(evaluation::stop, END);
    try {
      return run(evaluation, names, configuration, suite);
    } finally {
      // Last of all: who presses Ctrl-C also wants to read what came of it.
      end.close();
    }
  }

  /// Engines are started for the command alone.
  private static Reach reach(Configuration configuration, Collection<String> names)
      throws IOException, InterruptedException {
    return AskedDeployments.start(
        configuration,
        names,
        System.getenv(),
        (engine, text) -> LOG.debug("[{}] {}", engine, text));
  }

  private Evaluation.Wish wish(Suite suite) {
    return new Evaluation.Wish(
        plan(suite),
        useCase,
        votes,
        judge,
        out.orElse(Path.of("evals").resolve(suite.name())),
        resume,
        !noCache,
        new Budget(
            limitMoney.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
            limitTokens.map(OptionalLong::of).orElseGet(OptionalLong::empty)),
        concurrency);
  }

  private Plan plan(Suite suite) {
    long order = seed.orElseGet(() -> seed(suite));
    return n.map(declared -> new Plan(declared, epochs, order))
        .orElseGet(() -> Plan.open(suite.samples().size(), epochs, order));
  }

  /// The same for the same suite, so that runs of today and of next year ask the same samples.
  private static long seed(Suite suite) {
    String hex = suite.digest().substring(suite.digest().indexOf(':') + 1);
    return HexFormat.fromHexDigitsToLong(hex, 0, 12);
  }

  private int run(
      Evaluation evaluation, Set<String> names, Configuration configuration, Suite suite)
      throws IOException, BadLogException {
    PrintWriter err = Output.err(spec);
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    List<Evaluation.Outcome> outcomes = new ArrayList<>();
    try (evaluation) {
      for (String name : names) {
        boolean priced = configuration.deployment(name).orElseThrow().price().isPresent();
        outcomes.add(
            evaluation.run(
                name, progress -> new ProgressShow(name, priced, progress, err, terminal)));
        if (!isComplete(outcomes)) {
          break;
        }
      }
    }
    show(outcomes, suite, evaluation.judging());
    report(outcomes, suite);
    if (isComplete(outcomes)) {
      return 0;
    }
    advise(outcomes.getLast().end());
    return UNFINISHED;
  }

  private static boolean isComplete(List<Evaluation.Outcome> outcomes) {
    return outcomes.getLast().end().kind() == RunEnd.Kind.COMPLETE;
  }

  private void advise(RunEnd end) {
    PrintWriter err = Output.err(spec);
    Text.wrapped(end.message(), "").forEach(err::println);
    String next =
        switch (end.kind()) {
          case COMPLETE -> "";
          case STOPPED -> "The same command with --resume goes on.";
          case LIMIT_REACHED -> "With a higher limit and --resume the same command goes on.";
          case ACCESS_GONE, FAILING ->
              "Once it answers again, the same command with --resume goes on.";
          case BROKEN -> "Once that is mended, the same command with --resume goes on.";
        };
    err.println(next);
    err.flush();
  }

  private void show(List<Evaluation.Outcome> outcomes, Suite suite, Optional<Usage> judging)
      throws IOException, BadLogException {
    PrintWriter out = Output.out(spec);
    List<List<String>> scores = new ArrayList<>();
    List<List<String>> efforts = new ArrayList<>();
    scores.add(List.of("deployment", "score", "value [95 %]", "n"));
    efforts.add(List.of("deployment", "errors", "left", "tokens", "cost", "time"));
    for (Evaluation.Outcome outcome : outcomes) {
      Summary summary = Summary.of(outcome.log());
      scores.addAll(scores(summary, suite));
      efforts.add(effort(summary, outcome.took()));
    }
    Table.lines(scores).forEach(out::println);
    out.println();
    Table.lines(efforts).forEach(out::println);
    judging.ifPresent(
        usage -> out.printf("The judge took %s tokens.%n", Amounts.thousands(total(usage))));
    for (Evaluation.Outcome outcome : outcomes) {
      out.println((outcome.resumed() ? "Went on with " : "Log: ") + outcome.log());
    }
    out.flush();
  }

  private void report(List<Evaluation.Outcome> outcomes, Suite suite)
      throws IOException, BadLogException {
    if (html.isEmpty()) {
      return;
    }
    PrintWriter out = Output.out(spec);
    for (Evaluation.Outcome outcome : outcomes) {
      RunReport report = RunReports.of(suite, outcome.log());
      Path file = outcomes.size() == 1 ? html.get() : beside(html.get(), report.party().name());
      Files.writeString(file, report.html());
      out.println("Report: " + file);
    }
    out.flush();
  }

  /// `a/routing.html` for `small` is `a/routing-small.html`.
  private static Path beside(Path file, String deployment) {
    String name = file.getFileName().toString();
    int end = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    return file.resolveSibling(
        "%s-%s%s".formatted(name.substring(0, end), deployment, name.substring(end)));
  }

  /// The primary score first.
  private static List<List<String>> scores(Summary summary, Suite suite) {
    Set<String> scorers = new LinkedHashSet<>(List.of(suite.primary()));
    scorers.addAll(summary.scores().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (String scorer : scorers) {
      Optional<Estimate> estimate = Optional.ofNullable(summary.scores().get(scorer));
      rows.add(
          List.of(
              rows.isEmpty() ? summary.header().subject().deployment() : "",
              scorer,
              estimate
                  .map(each -> String.format(Locale.ROOT, "%.3f %s", each.value(), each.interval()))
                  .orElse("-"),
              estimate.map(each -> Long.toString(each.n())).orElse("0")));
    }
    return rows;
  }

  private static List<String> effort(Summary summary, Duration took) {
    return List.of(
        summary.header().subject().deployment(),
        Integer.toString(summary.errors()),
        Integer.toString(summary.left()),
        Amounts.thousands(total(summary.usage())),
        summary.money().map(money -> String.format(Locale.ROOT, "%.4f", money)).orElse("-"),
        Amounts.time(took));
  }

  private static long total(Usage usage) {
    return usage.inputTokens() + usage.outputTokens();
  }
}
