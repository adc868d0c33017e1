package dev.polder.evals.score;

import dev.polder.evals.sample.ToolCall;
import java.util.List;

/// What a model answered.
///
/// @param text without its reasoning; empty where it only called tools
/// @param finishReason as the provider said it, such as `stop`, `length` or `content_filter`
public record Response(String text, List<ToolCall> toolCalls, String finishReason) {
  public Response {
    toolCalls = List.copyOf(toolCalls);
  }

  /// An answer of text that came to its end.
  public static Response of(String text) {
    return new Response(text, List.of(), "stop");
  }
}
