package dev.polder.model.dialect.anthropic;

import dev.polder.model.dialect.FinishReason;

/// The dialect's words for why an answer ended.
final class StopReason {
  private StopReason() {}

  static FinishReason read(String word) {
    return switch (word) {
      case "max_tokens" -> FinishReason.OUTPUT_BOUND;
      case "stop_sequence" -> FinishReason.STOP_SEQUENCE;
      case "tool_use" -> FinishReason.TOOLS;
      case "pause_turn" -> FinishReason.PAUSED;
      case "refusal" -> FinishReason.DECLINED;
      case "model_context_window_exceeded" -> FinishReason.CONTEXT_FULL;
      default -> FinishReason.DONE;
    };
  }

  /// @param declined whether the model declines in words, which are a text in this dialect
  static String word(FinishReason reason, boolean declined) {
    return switch (reason) {
      case DONE -> declined ? "refusal" : "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case OUTPUT_BOUND -> "max_tokens";
      case CONTEXT_FULL -> "model_context_window_exceeded";
      case TOOLS -> "tool_use";
      case DECLINED -> "refusal";
      case PAUSED -> "pause_turn";
    };
  }
}
