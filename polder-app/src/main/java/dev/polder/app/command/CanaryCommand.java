package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder canary`: whether vendors' models still are what they were. A running gateway does the
/// asking; these commands tell it to, and show what it knows.
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    description = "See whether the models of remote deployments have silently changed.")
public final class CanaryCommand implements Callable<Integer> {
  /// Another model is seen, or a round that was asked for showed nothing.
  private static final int SHIFTED = 4;

  private static final Duration PAUSE = Duration.ofMillis(300);

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.err(spec)
        .println(
            "Say which: 'status' shows what is known, 'run' asks now, 'accept' makes what a model"
                + " is now its baseline.");
    return ExitCode.USAGE;
  }

  /// `polder canary status`: all canaries; 4 where another model is seen.
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Show every canary: what its last round showed, and when the next one begins.")
  int status(@Mixin AdminConnection gateway) throws InterruptedException {
    return gateway.ask(spec, ALL, (answer, out) -> show(answer.path("canaries"), out));
  }

  private static final AdminConnection.Question ALL =
      new AdminConnection.Question("GET", List.of("canaries"), Map.of(), "");

  /// `polder canary run [DEPLOYMENT]`: one round now, of one or of all; 4 where another model is
  /// seen, or where a round showed nothing.
  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "Ask one round now, and show what it shows.")
  int run(
      @Mixin AdminConnection gateway,
      @Parameters(
              paramLabel = "DEPLOYMENT",
              arity = "0..1",
              description = "its name in polder.yaml; default: every canary, one after the other")
          @Nullable String deployment)
      throws InterruptedException {
    Map<String, Long> begun = new HashMap<>();
    if (deployment == null) {
      List<String> all = new ArrayList<>();
      int read = gateway.tell(spec, ALL, answer -> all.addAll(names(answer.path("canaries"))));
      if (read != 0) {
        return read;
      }
      for (String each : all) {
        int code = begin(gateway, each, begun);
        if (code == AdminConnection.UNANSWERED) {
          return code;
        }
      }
    } else {
      int code = begin(gateway, deployment, begun);
      if (code != 0) {
        return code;
      }
    }
    return begun.isEmpty() ? AdminConnection.REFUSED : await(gateway, begun);
  }

  private static List<String> names(JsonNode canaries) {
    return StreamSupport.stream(canaries.spliterator(), false)
        .map(canary -> canary.path("deployment").asText())
        .toList();
  }

  private int begin(AdminConnection gateway, String deployment, Map<String, Long> begun)
      throws InterruptedException {
    return gateway.tell(
        spec,
        new AdminConnection.Question("POST", List.of("canaries", deployment, "run"), Map.of(), ""),
        answer -> begun.put(deployment, answer.path("attempts").asLong()));
  }

  /// Asks again and again until every round that was begun is over.
  private int await(AdminConnection gateway, Map<String, Long> begun) throws InterruptedException {
    while (true) {
      List<JsonNode> over = new ArrayList<>();
      int code = gateway.tell(spec, ALL, answer -> over.addAll(over(answer, begun)));
      if (code != 0) {
        return code;
      }
      if (over.size() == begun.size()) {
        return gateway.ask(
            spec,
            ALL,
            (answer, out) -> {
              int shown = show(answer.path("canaries"), begun, out);
              boolean troubled = over.stream().anyMatch(canary -> canary.has("trouble"));
              return troubled ? SHIFTED : shown;
            });
      }
      Thread.sleep(PAUSE);
    }
  }

  /// A canary that has left the configuration has nothing more to wait for.
  private static List<JsonNode> over(JsonNode answer, Map<String, Long> begun) {
    List<String> present = names(answer.path("canaries"));
    begun.keySet().retainAll(present);
    return StreamSupport.stream(answer.path("canaries").spliterator(), false)
        .filter(canary ->
            Optional.ofNullable(begun.get(canary.path("deployment").asText()))
                .filter(before -> canary.path("attempts").asLong() > before)
                .isPresent())
        .toList();
  }

  /// `polder canary accept DEPLOYMENT`.
  @Command(
      name = "accept",
      mixinStandardHelpOptions = true,
      description = {
        "Take what a model answers now as its new baseline, and end the alarm.",
        "",
        "Findings that are older stay marked: they rest on what the model was."
      })
  int accept(
      @Mixin AdminConnection gateway,
      @Parameters(paramLabel = "DEPLOYMENT", description = "its name in polder.yaml")
          String deployment)
      throws InterruptedException {
    return gateway.ask(
        spec,
        new AdminConnection.Question(
            "POST", List.of("canaries", deployment, "accept"), Map.of(), ""),
        (answer, out) -> {
          Text.wrapped(
                  "Accepted. '%s' has %s of its new baseline of %d. Older findings stay marked:"
                          .formatted(
                              deployment,
                              Text.count(answer.path("baseline").asInt(), "round"),
                              answer.path("baseline_wanted").asInt())
                      + " measure those anew that you rely on.",
                  "")
              .forEach(out::println);
          return 0;
        });
  }

  private static int show(JsonNode canaries, Map<String, Long> only, PrintWriter out) {
    List<JsonNode> some =
        StreamSupport.stream(canaries.spliterator(), false)
            .filter(canary -> only.containsKey(canary.path("deployment").asText()))
            .toList();
    return show(some, out);
  }

  private static int show(JsonNode canaries, PrintWriter out) {
    return show(StreamSupport.stream(canaries.spliterator(), false).toList(), out);
  }

  private static int show(List<JsonNode> canaries, PrintWriter out) {
    if (canaries.isEmpty()) {
      out.println("There is no canary. 'canaries' in polder.yaml names some.");
      return 0;
    }
    Instant now = InstantSource.system().instant();
    CanaryText.lines(canaries, now, ZoneId.systemDefault()).forEach(out::println);
    return canaries.stream().anyMatch(canary -> canary.has("alarm")) ? SHIFTED : 0;
  }
}
