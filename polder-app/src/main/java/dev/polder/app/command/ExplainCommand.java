package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder explain [USE-CASE]`: says who serves now, who could, and why the others may not.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Say who serves each use case now, who could, and why the others may not.")
public final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "USE-CASE",
      arity = "0..1",
      description = "a use case, or a deployment asked for by its own name; default: all use cases")
  private @Nullable String useCase;

  @Mixin private AdminConnection gateway = new AdminConnection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<String> path = useCase == null ? List.of("use-cases") : List.of("use-cases", useCase);
    return gateway.ask(
        spec,
        new AdminConnection.Question("GET", path, Map.of(), ""),
        (answer, out) -> {
          answer.path("use_cases").forEach(standing -> show(standing, out));
          return 0;
        });
  }

  private static void show(JsonNode standing, PrintWriter out) {
    String what =
        "%s (%s, %s calls/min)"
            .formatted(
                standing.path("name").asText(),
                standing.path("operation").asText(),
                Text.rate(standing.path("calls_per_minute")));
    boolean dark = standing.path("dark").asBoolean();
    Text.wrapped(
            dark
                ? what + " is DARK: nobody may serve it."
                : what + " is served by " + Text.list(standing.path("serving")) + ".",
            "  ")
        .forEach(out::println);
    boolean serves = false;
    int number = 0;
    for (JsonNode candidate : standing.path("ladder")) {
      number++;
      boolean usable = !candidate.path("usable").isEmpty();
      String state = !usable ? "out" : serves ? "ready" : "serves";
      serves = serves || usable;
      candidate(number, candidate, state, out);
    }
  }

  private static void candidate(int number, JsonNode candidate, String state, PrintWriter out) {
    String name = candidate.path("candidate").asText();
    boolean pool = candidate.path("usable").size() + candidate.path("exclusions").size() > 1;
    String line = "  %d %-6s  %s".formatted(number, state, name);
    Text.wrapped(
            pool && !candidate.path("usable").isEmpty()
                ? line + ": " + Text.list(candidate.path("usable"))
                : line,
            "            ")
        .forEach(out::println);
    if (candidate.has("evidence") && !candidate.path("usable").isEmpty()) {
      String lastResort = candidate.path("last_resort").asBoolean() ? ", the last resort" : "";
      Text.wrapped(
              "            evidence: "
                  + candidate.path("evidence").path("label").asText()
                  + lastResort,
              "            ")
          .forEach(out::println);
    }
    for (JsonNode deployment : candidate.path("deployments")) {
      String text = faring(deployment, candidate.path("exclusions"));
      if (!text.isEmpty()) {
        Text.wrapped(
                "            " + (pool ? deployment.path("name").asText() + ": " + text : text),
                "            ")
            .forEach(out::println);
      }
    }
  }

  /// Why it is left out, or what part of the calls it takes; what it has under way; and which
  /// restrictions that leave it in it is under. Empty where there is nothing to say.
  private static String faring(JsonNode deployment, JsonNode exclusions) {
    List<String> parts = new ArrayList<>();
    Optional<String> why = exclusion(deployment.path("name").asText(), exclusions);
    why.ifPresentOrElse(parts::add, () -> condition(deployment).ifPresent(parts::add));
    int underWay = deployment.path("under_way").asInt();
    if (underWay > 0) {
      parts.add(Text.count(underWay, "call") + " under way");
    }
    if (why.isEmpty() && !deployment.path("restrictions").isEmpty()) {
      parts.add("under restriction " + Text.list(deployment.path("restrictions")));
    }
    return String.join("; ", parts);
  }

  private static Optional<String> exclusion(String deployment, JsonNode exclusions) {
    return StreamSupport.stream(exclusions.spliterator(), false)
        .filter(exclusion -> exclusion.path("deployment").asText().equals(deployment))
        .map(exclusion -> exclusion.path("reason").asText())
        .findFirst();
  }

  private static Optional<String> condition(JsonNode deployment) {
    return switch (deployment.path("condition").asText()) {
      case "returning" ->
          Optional.of(
              "returning, with %d %% of its calls now"
                  .formatted(Math.round(100 * deployment.path("share").asDouble())));
      case "on-trial" -> Optional.of("on trial, one call at a time");
      default -> Optional.empty();
    };
  }
}
