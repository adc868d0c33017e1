package dev.polder.evals.run;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.score.Scored;
import dev.polder.evals.solve.AsGateway;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.ModelPort;
import dev.polder.evals.solve.Reply;
import dev.polder.evals.solve.Solver;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Usage;
import dev.polder.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A small suite and a run over it, for tests: sample `s7` asks "question 7", and "yes" is right.
final class Trials {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final Solver ONCE = new AsGateway("letters");

  /// Short pauses, so that tests are quick; three retries.
  static final Means.Settings QUICK =
      new Means.Settings(
          16,
          new Patience(3, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofSeconds(30)),
          20,
          Duration.ofMillis(200));

  private Trials() {}

  static Cases cases(int size) {
    return new Cases(
        "small",
        "sha256:suite",
        IntStream.range(0, size).mapToObj(Trials::sample).toList(),
        Trials::grade,
        "exact",
        Optional.empty());
  }

  static Sample sample(int number) {
    return new Sample(
        "s" + number,
        List.of(
            new Message("system", "Answer yes or no."), new Message("user", "question " + number)),
        new Target.Text("yes"),
        Optional.empty(),
        Set.of(),
        1);
  }

  static RunHeader header(Cases cases, int epochs) {
    return header(cases, subject("one"), new Plan(cases.samples().size(), epochs, 7));
  }

  static RunHeader header(Cases cases, Subject subject, Plan plan) {
    return new RunHeader(
        "run-1",
        "Polder test",
        NOW,
        RunHeader.SuiteMark.of(cases),
        subject,
        new RunHeader.Method("letters", ONCE.description(), ONCE.digest(), "", ""),
        Optional.empty(),
        plan,
        Optional.empty());
  }

  static Subject subject(String deployment) {
    return new Subject(deployment, "acme", "large-5", "sha256:identity-of-" + deployment);
  }

  static Tested tested(ModelPort port) {
    return new Tested(subject("one"), Preset.CUSTOM, Optional.empty(), port, Framing.NONE);
  }

  static Tested tested(ModelPort port, Price price) {
    return new Tested(subject("one"), Preset.CUSTOM, Optional.of(price), port, Framing.NONE);
  }

  static Deployment deployment(ScriptedUpstream upstream) {
    Provider provider =
        new Provider(
            "acme", Preset.CUSTOM, () -> Optional.of(upstream.baseUrl()), Optional.empty());
    return new Deployment("one", provider, "large-5", new Jurisdiction("NL", "NL", "NL"));
  }

  static ModelPort port(HttpModels models, ScriptedUpstream upstream) {
    return models.port(deployment(upstream), HttpModels.Limits.USUAL);
  }

  static Means means(AnswerCache cache, Budget budget, Means.Settings settings) {
    return new Means(
        cache, budget, settings, "Polder test", InstantSource.system(), new SplittableRandom(1));
  }

  static Means means() {
    return means(AnswerCache.none(), Budget.unlimited(), QUICK);
  }

  static RunEnd run(Path log, Cases cases, Tested tested, Means means) throws IOException {
    return Run.begin(log, header(cases, 1), cases, ONCE, tested, means).go();
  }

  static RunEnd resume(Path log, Cases cases, Tested tested, Means means)
      throws IOException, BadLogException {
    return Run.resume(log, header(cases, 1), cases, ONCE, tested, means).go();
  }

  /// Answers what stands in the request: the same to the same, "yes" to even questions.
  static ModelPort evenIsYes() {
    return request -> {
      String body = request.forUpstream("m", false).utf8();
      int number = Integer.parseInt(body.replaceAll("(?s).*question (\\d+).*", "$1"));
      return answer(number % 2 == 0 ? "yes" : "no");
    };
  }

  static Reply answer(String text) {
    return new Reply.Answered(Response.of(text), Optional.of(new Usage(7, 3)));
  }

  /// 1 where the answer is the target.
  private static Scored grade(Sample sample, Response response) {
    double value = response.text().equals(sample.target().said()) ? 1 : 0;
    return new Scored(List.of(new Score("exact", value, "")), Map.of());
  }
}
