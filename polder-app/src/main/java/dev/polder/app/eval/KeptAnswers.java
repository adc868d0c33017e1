package dev.polder.app.eval;

import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.run.Spent;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Trial;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.finding.Answer;
import dev.polder.evidence.finding.AnsweredRun;
import dev.polder.evidence.finding.Answers;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What references answered, kept in the store and read back as runs.
///
/// @param store the file of what has been measured
public record KeptAnswers(Path store) {
  /// Keeps the answers of a run that was asked to its end; of another one nothing, since what is
  /// kept never changes.
  static void keep(Answers answers, SuiteVersion suite, ReferenceRun reference) throws IOException {
    RunHeader header = reference.log().header();
    if (reference.log().results().size() < header.plan().trials()) {
      return;
    }
    answers.add(
        new AnsweredRun(
            header.run(),
            suite,
            header.subject().variant().orElseThrow(),
            reference.end(),
            header.methodDigest(),
            header.declared()),
        inSuiteOrder(reference.log()));
  }

  private static List<Answer> inSuiteOrder(RunLog log) {
    return log.results().stream()
        .filter(Result.Scored.class::isInstance)
        .map(Result.Scored.class::cast)
        .sorted(
            Comparator.<Result.Scored>comparingInt(scored -> scored.trial().epoch())
                .thenComparingInt(scored -> scored.trial().number()))
        .map(scored ->
            new Answer(
                scored.trial().sample(),
                scored.trial().epoch(),
                scored.response().text(),
                scored.scores().stream().collect(Collectors.toMap(Score::scorer, Score::value))))
        .toList();
  }

  /// The run of `variant` on exactly this suite that was kept last, as one that `candidate` can be
  /// laid beside.
  ///
  /// @param reference the deployment's or pool's name
  /// @throws IllegalArgumentException when it was asked or graded otherwise than the candidate
  public Optional<ReferenceRun> newest(
      Suite suite, String reference, Variant variant, RunHeader candidate) throws IOException {
    if (Files.notExists(store)) {
      return Optional.empty();
    }
    try (Store opened = Store.open(store)) {
      Answers answers = opened.answers();
      Optional<AnsweredRun> run = answers.newest(suite.digest(), variant.digest());
      if (run.isEmpty()) {
        return Optional.empty();
      }
      List<Answer> kept = new ArrayList<>();
      answers.each(run.get().id(), kept::add);
      return Optional.of(
          new ReferenceRun(
              log(suite, reference, run.get(), kept, candidate), true, run.get().measuredAt()));
    }
  }

  private RunLog log(
      Suite suite, String reference, AnsweredRun run, List<Answer> kept, RunHeader candidate) {
    if (!run.method().equals(candidate.methodDigest())) {
      throw new IllegalArgumentException(
          "The kept run '%s' of '%s' was asked with another solver or graded by another judge than the candidate's. Ask the candidate in the same way."
              .formatted(run.id(), reference));
    }
    return RunLog.of(store, header(reference, run, kept, candidate), results(suite, kept));
  }

  /// What is not kept of a run is that of the candidate's, with which it can only be compared where
  /// it is the same.
  private static RunHeader header(
      String reference, AnsweredRun run, List<Answer> kept, RunHeader candidate) {
    return new RunHeader(
        run.id(),
        candidate.program(),
        run.measuredAt(),
        candidate.suite(),
        new Subject(reference, "", run.variant().model(), "", Optional.of(run.variant())),
        candidate.method(),
        candidate.judge(),
        run.declared().equals(candidate.declared()) ? candidate.plan() : plan(kept, candidate),
        Optional.empty());
  }

  private static Plan plan(List<Answer> kept, RunHeader candidate) {
    int epochs = 1 + kept.stream().mapToInt(Answer::repeat).max().orElse(0);
    int n = (int) kept.stream().map(Answer::sample).distinct().count();
    return Plan.open(Math.max(1, n), epochs, candidate.plan().seed());
  }

  private static List<Result> results(Suite suite, List<Answer> kept) {
    Map<String, Integer> places = new HashMap<>();
    for (int place = 0; place < suite.samples().size(); place++) {
      places.put(suite.id(place), place);
    }
    return kept.stream().<Result>map(answer -> result(suite, places, answer)).toList();
  }

  private static Result result(Suite suite, Map<String, Integer> places, Answer answer) {
    int place = places.getOrDefault(answer.sample(), -1);
    if (place < 0) {
      throw new IllegalArgumentException(
          "The store holds an answer to sample '%s', which suite '%s' does not have. The file is damaged: put a copy back."
              .formatted(answer.sample(), suite.name()));
    }
    Sample sample = suite.samples().get(place);
    return new Result.Scored(
        new Trial(
            place, answer.repeat(), sample.id(), sample.cluster(), sample.tags(), sample.weight()),
        new TreeMap<>(answer.scores())
            .entrySet().stream()
                .map(score -> new Score(score.getKey(), score.getValue(), ""))
                .toList(),
        Response.of(answer.text()),
        Spent.NOTHING,
        List.of());
  }
}
