package dev.polder.app.eval;

import dev.polder.evals.report.Fact;
import dev.polder.evals.report.Party;
import dev.polder.evals.report.Provenance;
import dev.polder.evals.report.RunReport;
import dev.polder.evals.report.Values;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.OwnScore;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.Summary;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Score;
import dev.polder.evals.suite.Suite;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// Puts a run into the form of its report.
public final class RunReports {
  private static final double CONFIDENCE = 0.95;
  private static final int WORST = 30;

  /// A table of more groups is no overview.
  private static final int GROUPS = 40;

  private final Suite suite;
  private final RunLog log;
  private final Summary summary;
  private final List<Result.Scored> answered;

  private RunReports(Suite suite, RunLog log, Summary summary) {
    this.suite = suite;
    this.log = log;
    this.summary = summary;
    this.answered =
        log.results().stream()
            .filter(Result.Scored.class::isInstance)
            .map(Result.Scored.class::cast)
            .toList();
  }

  /// The report of the run whose log is `file`.
  public static RunReport of(Suite suite, Path file) throws BadLogException, IOException {
    return new RunReports(suite, RunLog.read(file), Summary.of(file)).report();
  }

  private RunReport report() throws IOException {
    RunHeader header = log.header();
    return new RunReport(
        new Provenance(
            suite.name(),
            suite.digest(),
            Files.getLastModifiedTime(log.file()).toInstant(),
            header.program(),
            List.of(
                new Fact("run", header.run()),
                new Fact(
                    "samples declared", header.declared().isEmpty() ? "none" : header.declared()),
                new Fact("seed", Long.toString(header.plan().seed())),
                new Fact("solver", header.method().solver()),
                new Fact("use case", header.method().useCase()))),
        party(header),
        header.plan().trials(),
        answered.size(),
        errors(),
        scores(),
        tags(),
        clusters(),
        values(scored -> scored.spent().millis() / 1000),
        values(scored -> scored.spent().usage().inputTokens()),
        values(scored -> scored.spent().usage().outputTokens()),
        summary
            .money()
            .map(money ->
                new RunReport.Cost(BigDecimal.valueOf(money), "", "in the price's own currency")),
        worst());
  }

  private static Party party(RunHeader header) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("provider", header.subject().provider()));
    facts.add(new Fact("model", header.subject().model()));
    header
        .subject()
        .variant()
        .ifPresent(variant -> {
          facts.add(new Fact("version", variant.version()));
          facts.add(new Fact("quantisation", variant.quantisation()));
          facts.add(new Fact("prompt", variant.prompt()));
          facts.add(new Fact("parameters", variant.parameters()));
          facts.add(new Fact("variant", variant.digest()));
        });
    return new Party(
        header.subject().deployment(),
        facts.stream().filter(fact -> !fact.value().isEmpty()).toList());
  }

  private List<RunReport.Count> errors() {
    Map<String, Long> counts = new TreeMap<>();
    for (Result result : log.results()) {
      switch (result) {
        case Result.Unanswered error -> counts.merge(error.reason(), 1L, Long::sum);
        case Result.Scored _ -> {}
      }
    }
    int left = summary.left();
    if (left > 0) {
      counts.put("not asked yet", (long) left);
    }
    return counts.entrySet().stream()
        .map(each -> new RunReport.Count(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingLong(RunReport.Count::count).reversed())
        .toList();
  }

  /// The primary first.
  private List<RunReport.Scored> scores() {
    return summary.scores().entrySet().stream()
        .map(each -> new RunReport.Scored(each.getKey(), role(each.getKey()), each.getValue()))
        .sorted(Comparator.comparing(RunReport.Scored::role))
        .toList();
  }

  private RunReport.Role role(String scorer) {
    if (scorer.equals(suite.primary())) {
      return RunReport.Role.PRIMARY;
    }
    return suite.guardrail().equals(Optional.of(scorer))
        ? RunReport.Role.GUARDRAIL
        : RunReport.Role.OTHER;
  }

  private List<RunReport.Group> tags() {
    Map<String, List<Result.Scored>> byTag = new TreeMap<>();
    for (Result.Scored scored : answered) {
      for (String tag : scored.trial().tags()) {
        byTag.computeIfAbsent(tag, first -> new ArrayList<>()).add(scored);
      }
    }
    return groups(byTag);
  }

  private List<RunReport.Group> clusters() {
    Map<String, List<Result.Scored>> byCluster = new TreeMap<>();
    for (Result.Scored scored : answered) {
      scored
          .trial()
          .cluster()
          .ifPresent(
              name -> byCluster.computeIfAbsent(name, first -> new ArrayList<>()).add(scored));
    }
    return byCluster.size() > GROUPS ? List.of() : groups(byCluster);
  }

  private List<RunReport.Group> groups(Map<String, List<Result.Scored>> parts) {
    List<RunReport.Group> groups = new ArrayList<>();
    parts.forEach((name, part) -> {
      List<Result.Scored> scored =
          part.stream().filter(each -> each.score(suite.primary()).isPresent()).toList();
      if (!scored.isEmpty()) {
        groups.add(group(name, scored));
      }
    });
    return groups;
  }

  private RunReport.Group group(String name, List<Result.Scored> part) {
    Map<String, Integer> numbers = new HashMap<>();
    return new RunReport.Group(
        name,
        OwnScore.of(
            part.stream().mapToDouble(each -> value(each, suite.primary(), 0)).toArray(),
            part.stream()
                .mapToInt(
                    each -> numbers.computeIfAbsent(each.trial().sample(), first -> numbers.size()))
                .toArray(),
            part.stream().mapToDouble(each -> each.trial().weight()).toArray(),
            CONFIDENCE));
  }

  private static double value(Result.Scored scored, String scorer, double otherwise) {
    return scored.score(scorer).map(Score::value).orElse(otherwise);
  }

  /// What the cache answered took nothing, and says nothing of the deployment.
  private Values values(ToDoubleFunction<Result.Scored> what) {
    return Values.of(
        answered.stream()
            .filter(scored -> scored.spent().cached() < scored.spent().questions())
            .mapToDouble(what)
            .toArray());
  }

  /// The most harmful first, then the most wrong.
  private List<RunReport.Read> worst() {
    String harm = suite.guardrail().orElse("");
    return answered.stream()
        .filter(each -> value(each, suite.primary(), 1) < 1 || value(each, harm, 0) > 0)
        .sorted(
            Comparator.<Result.Scored>comparingDouble(each -> -value(each, harm, 0))
                .thenComparingDouble(each -> value(each, suite.primary(), 1))
                .thenComparingInt(each -> each.trial().number()))
        .limit(WORST)
        .map(this::read)
        .toList();
  }

  private RunReport.Read read(Result.Scored scored) {
    Sample sample = suite.samples().get(scored.trial().number());
    return new RunReport.Read(
        sample.id(),
        sample.question(),
        sample.target().json().isTextual()
            ? sample.target().json().asText()
            : sample.target().json().toString(),
        scored.response().text(),
        scored.scores().stream()
            .map(score -> new RunReport.Mark(score.scorer(), score.value(), score.explanation()))
            .toList());
  }
}
