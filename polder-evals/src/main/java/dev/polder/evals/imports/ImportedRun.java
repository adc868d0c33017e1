package dev.polder.evals.imports;

import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunFolder;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Trial;
import dev.polder.evals.score.Score;
import dev.polder.evals.solve.Digests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A run that another tool made, in our words; nothing of it is on disk yet.
///
/// @param results by sample and epoch
/// @param leftOut scores that are no shares, and so are not in it
public record ImportedRun(RunHeader header, List<Result> results, Set<String> leftOut) {
  public ImportedRun {
    results = List.copyOf(results);
    leftOut = Set.copyOf(leftOut);
  }

  /// @param program that imports
  static ImportedRun of(ForeignLog log, Wishes wishes, String program) throws RefusedLogException {
    return new Making(log, wishes).run(program);
  }

  /// The way from a log to a run.
  private static final class Making {
    private final ForeignLog log;
    private final Wishes wishes;
    private final String primary;

    /// By their identifiers, so that the order of a log does not count; each with its epochs.
    private final TreeMap<String, TreeMap<Integer, ForeignSample>> samples = new TreeMap<>();

    /// Which content several identifiers have: asked twice, answered alike.
    private final Map<String, Integer> timesAsked = new HashMap<>();

    Making(ForeignLog log, Wishes wishes) throws RefusedLogException {
      this.log = log;
      this.wishes = wishes;
      this.primary = wishes.primary().orElse(log.primary());
      for (ForeignSample sample : log.samples()) {
        add(sample);
      }
      checkEpochs();
      samples
          .values()
          .forEach(epochs ->
              timesAsked.merge(epochs.firstEntry().getValue().content(), 1, Integer::sum));
    }

    private void add(ForeignSample sample) throws RefusedLogException {
      ForeignSample before =
          samples
              .computeIfAbsent(sample.id(), first -> new TreeMap<>())
              .putIfAbsent(sample.epoch(), sample);
      if (before != null) {
        throw refused(
            Kind.SAMPLES,
            sample.place(),
            "sample '%s' is there twice (also %s). Give every sample its own id and repeat the evaluation."
                .formatted(Source.shortened(sample.id()), before.place()));
      }
    }

    private void checkEpochs() throws RefusedLogException {
      int epochs = epochs();
      for (Map.Entry<String, TreeMap<Integer, ForeignSample>> one : samples.entrySet()) {
        ForeignSample first = one.getValue().firstEntry().getValue();
        if (one.getValue().size() != epochs || one.getValue().lastKey() != epochs - 1) {
          throw refused(
              Kind.SAMPLES,
              first.place(),
              "sample '%s' has %d epochs, and others have %d. Repeat the evaluation."
                  .formatted(Source.shortened(first.id()), one.getValue().size(), epochs));
        }
        for (ForeignSample each : one.getValue().values()) {
          if (!each.content().equals(first.content())) {
            throw refused(
                Kind.SAMPLES,
                each.place(),
                "sample '%s' asks something else than in its first epoch. Give every sample its own id."
                    .formatted(Source.shortened(each.id())));
          }
        }
      }
    }

    private int epochs() {
      return samples.values().stream().mapToInt(Map::size).max().orElse(0);
    }

    private RefusedLogException refused(Kind kind, String place, String what) {
      return new RefusedLogException(kind, log.place() + ", " + place, what);
    }

    ImportedRun run(String program) throws RefusedLogException {
      Set<String> leftOut = noShares();
      checkScore(primary, "--primary", leftOut);
      if (wishes.guardrail().isPresent()) {
        checkGuardrail(wishes.guardrail().get(), leftOut);
      }
      List<Result> results = new ArrayList<>();
      int number = 0;
      for (TreeMap<Integer, ForeignSample> epochs : samples.values()) {
        for (ForeignSample sample : epochs.values()) {
          results.add(result(number, sample, leftOut));
        }
        number++;
      }
      return new ImportedRun(header(program), results, leftOut);
    }

    private Set<String> noShares() {
      Set<String> wide = new LinkedHashSet<>();
      for (ForeignSample sample : log.samples()) {
        sample
            .scores()
            .forEach((scorer, mark) -> {
              if (!(mark.value() >= 0 && mark.value() <= 1)) {
                wide.add(scorer);
              }
            });
      }
      return wide;
    }

    private void checkGuardrail(String guardrail, Set<String> leftOut) throws RefusedLogException {
      if (guardrail.equals(primary)) {
        throw new RefusedLogException(
            Kind.SCORES,
            log.place(),
            "score '%s' cannot both decide and tell harm. Name another one with --guardrail or --primary."
                .formatted(Source.shortened(guardrail)));
      }
      checkScore(guardrail, "--guardrail", leftOut);
    }

    private void checkScore(String score, String option, Set<String> leftOut)
        throws RefusedLogException {
      Set<String> scores = new LinkedHashSet<>();
      log.samples().forEach(sample -> scores.addAll(sample.scores().keySet()));
      scores.removeAll(leftOut);
      if (leftOut.contains(score) || !scores.contains(score)) {
        throw new RefusedLogException(
            Kind.SCORES,
            log.place(),
            leftOut.contains(score)
                ? "score '%s' is not always between 0 and 1, so it is no share. %s"
                    .formatted(Source.shortened(score), others(scores, option))
                : "there is no score '%s'. %s"
                    .formatted(Source.shortened(score), others(scores, option)));
      }
    }

    private static String others(Set<String> scores, String option) {
      return scores.isEmpty()
          ? "It has no score that is one; score the evaluation again."
          : "Name another one with %s: %s."
              .formatted(option, Source.shortened(String.join(", ", scores)));
    }

    private Result result(int number, ForeignSample sample, Set<String> leftOut) {
      Trial trial = new Trial(number, sample.epoch(), sample.id(), cluster(sample), Set.of(), 1);
      if (sample.answer().isEmpty() || !sample.scores().containsKey(primary)) {
        String reason =
            sample.answer().isEmpty() ? sample.error() : log.origin().tool() + ": not scored";
        return new Result.Unanswered(trial, reason, sample.spent(), List.of());
      }
      List<Score> scores = new ArrayList<>();
      sample
          .scores()
          .forEach((scorer, mark) -> {
            if (!leftOut.contains(scorer)) {
              scores.add(new Score(scorer, mark.value(), mark.why()));
            }
          });
      return new Result.Scored(
          trial, scores, sample.answer().orElseThrow(), sample.spent(), List.of());
    }

    /// Samples that ask the same are not independent, even where nobody says so.
    private Optional<String> cluster(ForeignSample sample) {
      return sample
          .cluster()
          .or(() ->
              timesAsked.getOrDefault(sample.content(), 1) > 1
                  ? Optional.of("same as " + sample.content())
                  : Optional.empty());
    }

    private RunHeader header(String program) {
      String model = log.party().model();
      String identity =
          Digests.of(
              "imported",
              log.origin().tool(),
              log.party().provider(),
              model,
              log.party().parameters());
      int chance = Digests.of(log.origin().digest(), identity, log.method().content()).hashCode();
      return new RunHeader(
          RunFolder.name(model, log.begun(), chance),
          program,
          log.begun(),
          suite(),
          new Subject(model, log.party().provider(), model, identity),
          new RunHeader.Method(
              "", log.method().solver(), Digests.of(log.method().content()), "", ""),
          Optional.empty(),
          // Whether that many were meant from the start, their log does not say.
          Plan.open(samples.size(), epochs(), 0),
          Optional.empty(),
          Optional.of(log.origin()));
    }

    private RunHeader.SuiteMark suite() {
      List<String> content = new ArrayList<>();
      content.add("imported suite");
      content.add(log.origin().tool());
      content.add(log.scoring());
      content.add(primary);
      wishes.guardrail().ifPresent(score -> content.add("guardrail " + score));
      samples.forEach((id, epochs) -> {
        ForeignSample sample = epochs.firstEntry().getValue();
        content.add(id);
        content.add(sample.content());
        content.add(sample.cluster().orElse(""));
      });
      return new RunHeader.SuiteMark(
          wishes.suite().orElse(log.task()),
          Digests.of(content.toArray(String[]::new)).substring("sha256:".length()),
          samples.size(),
          primary,
          wishes.guardrail());
    }
  }
}
