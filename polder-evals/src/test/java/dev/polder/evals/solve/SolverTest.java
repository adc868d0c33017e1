package dev.polder.evals.solve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SolverTest {
  private static final Sample SAMPLE =
      new Sample(
          "s1",
          List.of(new Message("system", "Be brief."), new Message("user", "2 + 2?")),
          new Target.Text("4"),
          Optional.empty(),
          Set.of(),
          1);
  private static final Solver ONCE = new AsGateway("sums");

  private final List<String> asked = new ArrayList<>();

  /// Answers in this order, and keeps what it was asked.
  private Asker saying(Response... answers) {
    Deque<Response> left = new ArrayDeque<>(Arrays.asList(answers));
    return body -> {
      asked.add(body.utf8());
      return left.remove();
    };
  }

  private static Response calls(String name, String arguments) {
    return new Response("", List.of(new ToolCall(name, arguments)), "tool_calls");
  }

  @Test
  void theUseCaseIsAskedAsAClientWouldAskIt() throws Exception {
    assertThat(ONCE.solve(SAMPLE, saying(Response.of("4")))).isEqualTo(Response.of("4"));
    assertThat(asked)
        .containsExactly(
            "{\"model\":\"sums\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"2 + 2?\"}]}");
  }

  @Test
  void examplesStandBehindWhatTheSystemIsTold() throws Exception {
    // Given
    Solver solver =
        new FewShot(
            List.of(new FewShot.Example(List.of(new Message("user", "1 + 1?")), "2")), ONCE);

    // When
    solver.solve(SAMPLE, saying(Response.of("4")));

    // Then
    assertThat(asked)
        .containsExactly(
            "{\"model\":\"sums\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"1 + 1?\"},{\"role\":\"assistant\",\"content\":\"2\"},"
                + "{\"role\":\"user\",\"content\":\"2 + 2?\"}]}");
  }

  @Test
  void theMajorityDecidesWhateverItsCaseAndSpaces() throws Exception {
    Solver solver = new SelfConsistency(5, ONCE);

    assertThat(
            solver
                .solve(
                    SAMPLE,
                    saying(
                        Response.of("Five"),
                        Response.of("four"),
                        Response.of("five"),
                        Response.of(" Four\n"),
                        Response.of("FOUR")))
                .text())
        .isEqualTo("four");
    assertThat(asked).hasSize(5).containsOnly(asked.getFirst());
  }

  @Test
  void ofEquallyFrequentAnswersTheFirstIsTaken() throws Exception {
    Solver solver = new SelfConsistency(4, ONCE);

    assertThat(
            solver
                .solve(
                    SAMPLE,
                    saying(Response.of("a"), Response.of("b"), Response.of("b"), Response.of("a")))
                .text())
        .isEqualTo("a");
  }

  private static final ScriptedTool WEATHER =
      new ScriptedTool(
          "weather",
          "tells the weather",
          "{\"type\":\"object\"}",
          List.of(
              new ScriptedTool.Line("{\"city\":\"Delft\"}", "rain"),
              new ScriptedTool.Line("{\"city\":\"Breda\",\"days\":2}", "sun")),
          "unknown city");

  @Test
  void toolsAnswerFromTheirScriptUntilTheModelAnswersInWords() throws Exception {
    // Given
    Solver solver = new ToolLoop("sums", List.of(WEATHER), 4);

    // When
    Response response =
        solver.solve(
            SAMPLE,
            saying(
                calls("weather", "{\"city\":\"Delft\",\"unit\":\"C\"}"),
                calls("forecast", "{}"),
                Response.of("It rains.")));

    // Then
    assertThat(response.text()).isEqualTo("It rains.");
    assertThat(response.toolCalls())
        .extracting(ToolCall::name)
        .containsExactly("weather", "forecast");
    assertThat(asked.getFirst())
        .startsWith(
            "{\"model\":\"sums\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",");
    assertThat(asked.getLast())
        .contains("\"tool_calls\":[{\"id\":\"call_0_0\",\"type\":\"function\",")
        .contains("{\"role\":\"tool\",\"tool_call_id\":\"call_0_0\",\"content\":\"rain\"}")
        .contains("\"content\":\"error: there is no tool 'forecast'\"");
  }

  @Test
  void aLoopThatNeverEndsIsCutAfterItsSteps() throws Exception {
    // Given
    Solver solver = new ToolLoop("sums", List.of(WEATHER), 2);

    // When
    Response response =
        solver.solve(
            SAMPLE, saying(calls("weather", "{\"city\":\"X\"}"), calls("weather", "not json")));

    // Then
    assertThat(response.finishReason()).isEqualTo(ToolLoop.OUT_OF_STEPS);
    assertThat(response.toolCalls()).hasSize(2);
    assertThat(asked).hasSize(2);
  }

  @Test
  void toolsDoNotMindWhatModelsWrite() {
    assertThat(WEATHER.call("{\"days\":2,\"city\":\"Breda\"}")).isEqualTo("sun");
    assertThat(WEATHER.call("{\"city\":\"Breda\"}")).isEqualTo("unknown city");
    assertThat(WEATHER.call("[]")).isEqualTo("unknown city");
    assertThat(WEATHER.call("{")).isEqualTo("error: the arguments are no JSON");
  }

  @Test
  void solversThatAskDifferentlyHaveDifferentDigests() {
    FewShot.Example example = new FewShot.Example(List.of(new Message("user", "1 + 1?")), "2");
    assertThat(
            List.of(
                ONCE.digest(),
                new FewShot(List.of(example), ONCE).digest(),
                new FewShot(List.of(example, example), ONCE).digest(),
                new SelfConsistency(3, ONCE).digest(),
                new SelfConsistency(4, ONCE).digest(),
                new ToolLoop("sums", List.of(WEATHER), 2).digest(),
                new ToolLoop("sums", List.of(WEATHER), 3).digest(),
                new ToolLoop("sums", List.of(), 3).digest()))
        .doesNotHaveDuplicates();
    assertThat(new AsGateway("other").digest()).isEqualTo(ONCE.digest());
  }
}
