package dev.polder.model.dialect.chat;

import dev.polder.model.dialect.FinishReason;
import dev.polder.model.dialect.GarbledException;

/// The dialect's words for why an answer ended.
final class Finish {
  private Finish() {}

  /// @param tools whether the answer asks for tools: some servers say `stop` all the same
  static FinishReason read(String word, boolean tools) throws GarbledException {
    return switch (word) {
      case "length", "max_tokens", "model_length" -> FinishReason.OUTPUT_BOUND;
      case "tool_calls", "function_call" -> FinishReason.TOOLS;
      case "content_filter" -> FinishReason.DECLINED;
      case "error", "abort", "cancelled", "insufficient_system_resource" ->
          throw new GarbledException(
              GarbledException.Kind.CUT_OFF, "it ended its answer early, as '" + word + "'");
      // Servers have more words for it than the dialect: eos, eos_token, end_turn, complete.
      default -> tools ? FinishReason.TOOLS : FinishReason.DONE;
    };
  }

  static String word(FinishReason reason) {
    return switch (reason) {
      case DONE, STOP_SEQUENCE, PAUSED -> "stop";
      case OUTPUT_BOUND, CONTEXT_FULL -> "length";
      case TOOLS -> "tool_calls";
      case DECLINED -> "content_filter";
    };
  }
}
