package dev.polder.evals.canary;

import dev.polder.evals.run.Result;
import dev.polder.evals.run.RunLog;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.solve.Digests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A small suite, asked once.
///
/// @param at when it ended
/// @param asked how many samples were asked
/// @param observed those that brought an answer with a score, each once
/// @param said what the provider said of the model that answered, such as `model large-5-0613`
public record Round(Instant at, int asked, List<Observed> observed, Set<String> said) {
  /// With fewer answers than this share of what was asked a round shows an outage, and nothing of
  /// the model.
  private static final double LEAST_ANSWERED = 0.8;

  /// Enough that two different answers never have the same.
  private static final int DIGITS = 16;

  public Round {
    observed = List.copyOf(observed);
    said = Set.copyOf(said);
    Set<String> ids = new HashSet<>();
    observed.forEach(one -> ids.add(one.sample()));
    if (ids.size() < observed.size() || observed.size() > asked) {
      throw new IllegalArgumentException(
          "A round of %d samples has %d results about %d of them. Ask each once."
              .formatted(asked, observed.size(), ids.size()));
    }
  }

  /// The round that a log tells of.
  ///
  /// @param log of a run of one epoch
  public static Round of(RunLog log, Instant at, Set<String> said) {
    String primary = log.header().suite().primary();
    List<Observed> observed = new ArrayList<>();
    for (Result result : log.results()) {
      if (result instanceof Result.Scored scored) {
        observed(scored, primary).ifPresent(observed::add);
      }
    }
    return new Round(at, log.header().plan().n(), observed, said);
  }

  private static Optional<Observed> observed(Result.Scored scored, String primary) {
    return scored
        .score(primary)
        .map(Score::value)
        .map(value ->
            new Observed(
                scored.trial().sample(),
                scored.trial().cluster().orElse(""),
                value,
                digest(scored.response())));
  }

  /// Spaces around an answer are nobody's change of model.
  private static String digest(Response response) {
    List<String> parts = new ArrayList<>();
    parts.add(response.text().strip());
    for (ToolCall call : response.toolCalls()) {
      parts.add(call.name());
      parts.add(call.arguments());
    }
    String digest = Digests.of(parts.toArray(String[]::new));
    return digest.substring(digest.indexOf(':') + 1).substring(0, DIGITS);
  }

  /// How many samples brought no answer.
  public int errors() {
    return asked - observed.size();
  }

  /// Whether so many samples were answered that it says something about the model.
  public boolean isTelling() {
    return !observed.isEmpty() && observed.size() >= LEAST_ANSWERED * asked;
  }
}
