package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.stream.StreamSupport;

/// What moves when a restriction is declared or lifted, told to people.
final class ImpactText {
  private ImpactText() {}

  /// Prints it, or what it would be.
  static void print(JsonNode answer, boolean dryRun, PrintWriter out) {
    JsonNode moves = answer.path("impact").path("moves");
    if (moves.isEmpty()) {
      out.println(dryRun ? "No calls would move." : "No calls move.");
    }
    for (JsonNode move : moves) {
      Text.wrapped(sentence(move, dryRun), "    ").forEach(out::println);
      if (dark(move)) {
        for (JsonNode exclusion : move.path("exclusions")) {
          Text.wrapped(
                  "    %s: %s"
                      .formatted(
                          exclusion.path("deployment").asText(), exclusion.path("reason").asText()),
                  "      ")
              .forEach(out::println);
        }
      }
    }
    for (JsonNode notice : answer.path("notices")) {
      Text.wrapped("Note: " + notice.asText(), "  ").forEach(out::println);
    }
  }

  private static String sentence(JsonNode move, boolean dryRun) {
    String calls = Text.rate(move.path("calls_per_minute")) + " calls/min";
    String whose = whose(move);
    return switch (move.path("kind").asText()) {
      case "goes-dark" -> "%s DARK: %s (%s)".formatted(dryRun ? "would go" : "goes", whose, calls);
      case "is-served-again" ->
          "%s %s again by %s (%s)"
              .formatted(
                  dryRun ? "would serve" : "serves", whose, Text.list(move.path("to")), calls);
      default ->
          "%s %s of %s from %s to %s"
              .formatted(
                  dryRun ? "would move" : "moves",
                  calls,
                  whose,
                  Text.list(move.path("from")),
                  Text.list(move.path("to")));
    };
  }

  private static String whose(JsonNode move) {
    String name = "'" + move.path("use_case").asText() + "'";
    if (move.path("direct").asBoolean()) {
      return name + " (asked for by name)";
    }
    return move.path("operation").asText().equals("embeddings") ? name + " (embeddings)" : name;
  }

  private static boolean dark(JsonNode move) {
    return move.path("kind").asText().equals("goes-dark");
  }

  /// Whether anything goes dark.
  static boolean anythingDark(JsonNode answer) {
    return StreamSupport.stream(answer.path("impact").path("moves").spliterator(), false)
        .anyMatch(ImpactText::dark);
  }
}
