package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.sample.ToolCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The answer calls the expected tools with the expected arguments, which are compared as JSON.
record ToolCallMatch(Order order, Arguments arguments, Measure measure) implements Rule.Direct {
  /// Whether it matters which call comes first.
  enum Order {
    STRICT,
    FREE
  }

  /// What is asked of arguments.
  enum Arguments {
    EXACT,
    /// Those of the target with their values; others may be there.
    SUBSET,
    IGNORED
  }

  static ToolCallMatch of(Options options) {
    return new ToolCallMatch(
        options.choice("order", Order.STRICT),
        options.choice("arguments", Arguments.EXACT),
        options.choice("measure", Measure.EXACT));
  }

  @Override
  public Kind kind() {
    return measure.kind();
  }

  @Override
  public Optional<String> objection(Target target) {
    return expected(target).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the target is %s; tool-calls needs a list such as [{\"name\": \"find\", \"arguments\": {\"id\": 7}}]."
                .formatted(target.kind()));
  }

  private static Optional<List<ToolCall>> expected(Target target) {
    return switch (target) {
      case Target.Calls calls -> Optional.of(calls.calls());
      case Target.Texts texts when texts.texts().isEmpty() -> Optional.of(List.of());
      case Target.Texts _, Target.Text _, Target.Numeric _, Target.Json _, Target.None _ ->
          Optional.empty();
    };
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    List<ToolCall> wanted = expected(sample.target()).orElseThrow();
    List<ToolCall> made = response.toolCalls();
    boolean[][] fits = new boolean[wanted.size()][made.size()];
    for (int i = 0; i < wanted.size(); i++) {
      for (int j = 0; j < made.size(); j++) {
        fits[i][j] = fits(wanted.get(i), made.get(j));
      }
    }
    int shared = order == Order.STRICT ? inOrder(fits, made.size()) : inAnyOrder(fits, made.size());
    return new Mark(
        measure.of(shared, made.size(), wanted.size()),
        "%d of %d calls right, %d made: %s"
            .formatted(shared, wanted.size(), made.size(), Texts.shown(names(made))));
  }

  private boolean fits(ToolCall wanted, ToolCall made) {
    if (!wanted.name().equals(made.name())) {
      return false;
    }
    return switch (arguments) {
      case IGNORED -> true;
      case EXACT ->
          made.parsed().filter(json -> CanonicalJson.text(json).equals(text(wanted))).isPresent();
      case SUBSET -> made.parsed().filter(json -> holds(json, wanted)).isPresent();
    };
  }

  private static String text(ToolCall wanted) {
    return wanted.parsed().map(CanonicalJson::text).orElse(wanted.arguments());
  }

  private static boolean holds(JsonNode made, ToolCall wanted) {
    JsonNode needed = wanted.parsed().orElseThrow();
    for (Map.Entry<String, JsonNode> entry : needed.properties()) {
      JsonNode value = made.get(entry.getKey());
      if (value == null
          || !CanonicalJson.text(value).equals(CanonicalJson.text(entry.getValue()))) {
        return false;
      }
    }
    return true;
  }

  /// The longest common subsequence.
  private static int inOrder(boolean[][] fits, int made) {
    int[] best = new int[made + 1];
    for (boolean[] row : fits) {
      int diagonal = 0;
      for (int j = 1; j <= made; j++) {
        int above = best[j];
        best[j] = row[j - 1] ? diagonal + 1 : Math.max(above, best[j - 1]);
        diagonal = above;
      }
    }
    return best[made];
  }

  /// The largest matching, by augmenting paths: with subsets, taking the first that fits could take
  /// it from a call that nothing else fits.
  private static int inAnyOrder(boolean[][] fits, int made) {
    int[] takenBy = new int[made];
    Arrays.fill(takenBy, -1);
    int matched = 0;
    for (int i = 0; i < fits.length; i++) {
      matched += finds(i, fits, takenBy, new boolean[made]) ? 1 : 0;
    }
    return matched;
  }

  private static boolean finds(int wanted, boolean[][] fits, int[] takenBy, boolean[] seen) {
    for (int j = 0; j < takenBy.length; j++) {
      if (fits[wanted][j] && !seen[j]) {
        seen[j] = true;
        if (takenBy[j] < 0 || finds(takenBy[j], fits, takenBy, seen)) {
          takenBy[j] = wanted;
          return true;
        }
      }
    }
    return false;
  }

  private static String names(List<ToolCall> calls) {
    return calls.stream()
        .map(call -> call.name() + "(" + call.arguments() + ")")
        .reduce((one, other) -> one + ", " + other)
        .orElse("none");
  }
}
