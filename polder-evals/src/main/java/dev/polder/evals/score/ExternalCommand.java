package dev.polder.evals.score;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.sandbox.Ran;
import dev.polder.evals.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// A command of the suite's owner tells: it gets sample and answer as JSON on standard input and
/// writes `{"score": 0.5, "explanation": "…"}`. It is shut in (see [Sandbox]).
record ExternalCommand(
    List<String> command, Sandbox sandbox, boolean shutIn, Kind kind, Semaphore turns)
    implements Rule.Direct {
  private static final int LARGEST_ANSWER = 64 * 1024;
  private static final long MEBIBYTE = 1 << 20;

  /// What keeps the command in.
  enum Confinement {
    STRICT,
    NONE
  }

  static ExternalCommand of(Options options) {
    List<String> command = options.texts("command");
    if (command.isEmpty()) {
      options.fault(
          "command", "'command' is missing. Write its words, such as [python3, score.py].");
    }
    Sandbox.Bounds bounds =
        new Sandbox.Bounds(
            Duration.ofMillis((long) (1000 * options.number("seconds", 0.1, 600).orElse(10))),
            options.count("memory", 512, 16, 65_536) * MEBIBYTE,
            LARGEST_ANSWER);
    boolean shutIn = options.choice("sandbox", Confinement.STRICT) == Confinement.STRICT;
    return new ExternalCommand(
        resolved(command, options),
        shutIn ? Sandbox.shutIn(bounds) : Sandbox.none(bounds),
        shutIn,
        options.choice("values", Kind.GRADED),
        new Semaphore(options.count("at-once", 2, 1, 256)));
  }

  /// Words that name a file of the suite's folder name it wherever the command runs.
  private static List<String> resolved(List<String> command, Options options) {
    List<String> resolved = new ArrayList<>();
    for (String word : command) {
      Path file = options.folder().resolve(word).toAbsolutePath().normalize();
      resolved.add(Files.isRegularFile(file) ? file.toString() : word);
    }
    return resolved;
  }

  @Override
  public Set<Need> needs() {
    return shutIn ? Set.of(Need.SANDBOX) : Set.of();
  }

  @Override
  public Optional<String> objection(Target target) {
    return Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    byte[] input = CanonicalJson.text(input(sample, response)).getBytes(UTF_8);
    return switch (run(input)) {
      case Ran.Ended ended when ended.code() == 0 -> read(ended.output());
      case Ran.Ended ended ->
          throw failed(
              "ended with code %d: %s".formatted(ended.code(), Texts.shown(ended.error())));
      case Ran.NotStarted not -> throw failed("could not be started: " + not.reason());
      case Ran.Stopped stopped ->
          throw new ScoringFailed(
              ScoringFailed.Reason.OVER_BOUND,
              "Command %s was stopped: it used more than %s. Raise 'seconds', or make it quicker."
                  .formatted(command, stopped.bound()));
    };
  }

  private Ran run(byte[] input) {
    try {
      turns.acquire();
      try {
        return sandbox.run(command, input);
      } finally {
        turns.release();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ScoringFailed(
          ScoringFailed.Reason.INTERRUPTED, "Command %s was interrupted.".formatted(command));
    }
  }

  private static ObjectNode input(Sample sample, Response response) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.put("id", sample.id());
    input.set("input", Sample.messages(sample.input()));
    input.set("target", sample.target().json());
    ObjectNode answer = input.putObject("answer");
    answer.put("text", response.text());
    answer.put("finish_reason", response.finishReason());
    ArrayNode calls = answer.putArray("tool_calls");
    response
        .toolCalls()
        .forEach(
            call -> calls.addObject().put("name", call.name()).put("arguments", call.arguments()));
    return input;
  }

  private Mark read(String output) {
    JsonNode said = CanonicalJson.parse(output).orElseThrow(() -> unreadable(output));
    JsonNode score = said.path("score");
    double value = score.isNumber() ? score.doubleValue() : Double.NaN;
    boolean allowed =
        switch (kind) {
          case BINARY -> value == 0 || value == 1;
          case GRADED -> value >= 0 && value <= 1;
        };
    if (!allowed) {
      throw unreadable(output);
    }
    return new Mark(value, said.path("explanation").asText(""));
  }

  private ScoringFailed unreadable(String output) {
    return failed(
        "wrote %s, not {\"score\": a number %s, \"explanation\": \"…\"}"
            .formatted(Texts.shown(output), kind == Kind.BINARY ? "0 or 1" : "from 0 to 1"));
  }

  private ScoringFailed failed(String what) {
    return new ScoringFailed(
        ScoringFailed.Reason.COMMAND_FAILED,
        "Command %s %s. Run it by hand with one sample to see why.".formatted(command, what));
  }
}
