package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.sample.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scorer by what it says of answers: each file in `scorings` has scorers with their options,
/// and cases of a target, an answer and the score.
final class ScoringsTest {
  private static final Path CASES = Path.of("src/test/resources/scorings");

  @TestFactory
  Stream<DynamicContainer> scoresAnswersAsTheCasesSay() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      List<DynamicContainer> all = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode group : CanonicalJson.read(Files.readString(file))) {
          ObjectNode scorer = (ObjectNode) group.get("scorer");
          for (JsonNode each : group.get("cases")) {
            tests.add(DynamicTest.dynamicTest(scorer + ": " + each, () -> check(scorer, each)));
          }
        }
        all.add(DynamicContainer.dynamicContainer(String.valueOf(file.getFileName()), tests));
      }
      assertThat(all).hasSizeGreaterThan(8);
      return all.stream();
    }
  }

  private static void check(ObjectNode scorer, JsonNode each) {
    Scoring scoring = scoring(scorer);
    Target target = Target.of(each.path("target")).orElseThrow();
    if (each.has("objection")) {
      assertThat(scoring.objection(target)).contains(each.get("objection").asText());
      return;
    }
    assertThat(scoring.objection(target)).isEmpty();
    Score score = scoring.direct(sample(each, target), response(each), Ports.NONE);
    assertThat(score.value())
        .as(score.explanation())
        .isCloseTo(each.get("score").asDouble(), within(1e-9));
    if (scoring.kind() == Kind.BINARY) {
      assertThat(score.value()).isIn(0.0, 1.0);
    }
  }

  static Scoring scoring(ObjectNode options) {
    Options read =
        new Options(
            "Scorer 'it'",
            options,
            Map.of(),
            1,
            CASES,
            (_, message) -> {
              throw new IllegalArgumentException(message);
            });
    return Scoring.read("it", read.text("type").orElseThrow(), read, "it", Refusals.USUAL);
  }

  private static Sample sample(JsonNode each, Target target) {
    Message question = new Message("user", each.path("question").asText("What?"));
    return new Sample("1", List.of(question), target, Optional.empty(), Set.of(), 1);
  }

  private static Response response(JsonNode each) {
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : each.path("calls")) {
      calls.add(new ToolCall(call.path(0).asText(), call.path(1).asText()));
    }
    return new Response(each.path("answer").asText(""), calls, each.path("finish").asText("stop"));
  }
}
