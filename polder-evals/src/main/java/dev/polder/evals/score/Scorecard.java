package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Applies all of a suite's scorers to an answer, each of them once, though one may rest upon
/// another. Any number of threads may use it at once.
public final class Scorecard {
  private final List<Scoring> scorings;
  private final Ports ports;

  /// @throws IllegalStateException when something is missing that a scorer needs; it says what and
  ///   what to do
  public Scorecard(List<Scoring> scorings, Ports ports) {
    this.scorings = List.copyOf(scorings);
    this.ports = ports;
    List<String> missing = missing(scorings, ports);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(String.join("\n", missing));
    }
  }

  /// What `scorings` need and do not have, each with its remedy.
  public static List<String> missing(List<Scoring> scorings, Ports ports) {
    List<String> missing = new ArrayList<>();
    for (Scoring scoring : scorings) {
      for (Need need : scoring.needs()) {
        missing(need, ports)
            .ifPresent(what ->
                missing.add("Scorer '%s' cannot begin: %s".formatted(scoring.name(), what)));
      }
    }
    return missing;
  }

  private static Optional<String> missing(Need need, Ports ports) {
    return switch (need) {
      case JUDGE ->
          ports.judge().isPresent()
              ? Optional.empty()
              : Optional.of("it needs a judge. Name a deployment that grades.");
      case SIMILARITY ->
          ports.similarity().isPresent()
              ? Optional.empty()
              : Optional.of("it needs a sentence model, which this program was not given.");
      case SANDBOX ->
          Sandbox.lacking()
              .map(reason ->
                  "commands cannot be shut in: %s. Run it on Linux with util-linux, or write 'sandbox: none' if you answer for the command."
                      .formatted(reason));
    };
  }

  /// Each scorer by itself, in the suite's order.
  public List<Scorer> scorers() {
    return scorings.stream().map(scoring -> (Scorer) new Single(scoring)).toList();
  }

  /// All scores of `response`.
  public Scored score(Sample sample, Response response) {
    Map<String, Score> scores = new HashMap<>();
    Map<String, ScoringFailed> failures = new LinkedHashMap<>();
    for (Scoring scoring : scorings) {
      if (scoring.restsOn().isEmpty()) {
        try {
          scores.put(scoring.name(), scoring.direct(sample, response, ports));
        } catch (ScoringFailed failure) {
          failures.put(scoring.name(), failure);
        }
      }
    }
    for (Scoring scoring : scorings) {
      String base = scoring.restsOn().orElse("");
      Optional.ofNullable(scores.get(base))
          .ifPresent(other -> scores.put(scoring.name(), scoring.derived(other, response)));
      Optional.ofNullable(failures.get(base))
          .ifPresent(failure -> failures.put(scoring.name(), failure));
    }
    List<Score> inOrder = new ArrayList<>();
    for (Scoring scoring : scorings) {
      Optional.ofNullable(scores.get(scoring.name())).ifPresent(inOrder::add);
    }
    return new Scored(inOrder, failures);
  }

  private Scoring named(String name) {
    return scorings.stream()
        .filter(scoring -> scoring.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no scorer '" + name + "'"));
  }

  private final class Single implements Scorer {
    private final Scoring scoring;

    Single(Scoring scoring) {
      this.scoring = scoring;
    }

    @Override
    public String name() {
      return scoring.name();
    }

    @Override
    public Kind kind() {
      return scoring.kind();
    }

    @Override
    public Score score(Sample sample, Response response) {
      return scoring
          .restsOn()
          .map(base -> scoring.derived(named(base).direct(sample, response, ports), response))
          .orElseGet(() -> scoring.direct(sample, response, ports));
    }
  }
}
