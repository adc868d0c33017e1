package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    for (JsonNode exclusion : candidate.path("exclusions")) {
      String reason = exclusion.path("reason").asText();
      Text.wrapped(
              "            "
                  + (pool ? exclusion.path("deployment").asText() + ": " + reason : reason),
              "            ")
          .forEach(out::println);
    }
  }
}
