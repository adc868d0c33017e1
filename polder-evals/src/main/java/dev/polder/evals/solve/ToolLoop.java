package dev.polder.evals.solve;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import java.util.ArrayList;
import java.util.List;

/// Lets the model call scripted tools until it answers in words, or has called too often.
///
/// The response holds the last words and all calls on the way there, in order.
///
/// @param model what a client asks for, as in [AsGateway]
/// @param steps how often the model may be asked, at least once
public record ToolLoop(String model, List<ScriptedTool> tools, int steps) implements Solver {
  /// Why a response ends that was still calling tools when its steps were used up.
  public static final String OUT_OF_STEPS = "out_of_steps";

  /// What the model said, and what the tools answered.
  record Step(String text, List<ToolCall> calls, List<String> results) {}

  public ToolLoop {
    tools = List.copyOf(tools);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "a loop of " + steps + " steps asks nothing; allow at least 1");
    }
  }

  @Override
  public String description() {
    return "with %d tools, at most %d steps".formatted(tools.size(), steps);
  }

  @Override
  public String digest() {
    return Digests.of("tool-loop", Integer.toString(steps), tools.toString());
  }

  @Override
  public Response solve(Sample sample, Asker asker) throws NoAnswerException, InterruptedException {
    List<Step> said = new ArrayList<>();
    List<ToolCall> calls = new ArrayList<>();
    String text = "";
    while (said.size() < steps) {
      Response response = asker.ask(ChatBody.of(model, tools, sample.input(), said));
      calls.addAll(response.toolCalls());
      text = response.text();
      if (response.toolCalls().isEmpty()) {
        return new Response(text, calls, response.finishReason());
      }
      said.add(new Step(text, response.toolCalls(), results(response.toolCalls())));
    }
    return new Response(text, calls, OUT_OF_STEPS);
  }

  private List<String> results(List<ToolCall> calls) {
    return calls.stream().map(this::result).toList();
  }

  private String result(ToolCall call) {
    return tools.stream()
        .filter(tool -> tool.name().equals(call.name()))
        .findFirst()
        .map(tool -> tool.call(call.arguments()))
        .orElse("error: there is no tool '" + call.name() + "'");
  }
}
