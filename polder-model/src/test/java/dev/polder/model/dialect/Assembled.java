package dev.polder.model.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts the events of a stream together, and says what of an answer each dialect can hold.
final class Assembled {
  private Assembled() {}

  /// The answer that a stream tells.
  static Completion of(List<AnswerEvent> events) {
    Map<Integer, Part> parts = new TreeMap<>();
    String id = "";
    String model = "";
    FinishReason finish = FinishReason.DONE;
    String stopSequence = "";
    TokenUsage usage = TokenUsage.UNKNOWN;
    boolean finished = false;
    for (AnswerEvent event : events) {
      switch (event) {
        case AnswerEvent.Begun begun -> {
          id = begun.id();
          model = begun.model();
        }
        case AnswerEvent.PartBegun begun -> parts.put(begun.index(), begun.part());
        case AnswerEvent.PartGrown grown ->
            parts.computeIfPresent(grown.index(), (index, part) -> grown(part, grown.text()));
        case AnswerEvent.PartSealed sealed ->
            parts.computeIfPresent(
                sealed.index(),
                (index, part) -> new Part.Reasoning(((Part.Reasoning) part).text(), sealed.seal()));
        case AnswerEvent.PartEnded ignored -> {}
        case AnswerEvent.Finished last -> {
          finished = true;
          finish = last.reason();
          stopSequence = last.stopSequence();
          usage = last.usage();
        }
        case AnswerEvent.Failed failed -> throw new AssertionError("failed: " + failed);
      }
    }
    if (!finished) {
      throw new AssertionError("no end: " + events);
    }
    return new Completion(id, model, new ArrayList<>(parts.values()), finish, stopSequence, usage);
  }

  private static Part grown(Part part, String text) {
    return switch (part) {
      case Part.Text before -> new Part.Text(before.text() + text);
      case Part.Refusal before -> new Part.Refusal(before.text() + text);
      case Part.Reasoning before -> new Part.Reasoning(before.text() + text, before.seal());
      case Part.ToolCall before ->
          new Part.ToolCall(before.id(), before.name(), before.arguments() + text);
      case Part.ImageAddress same -> same;
      case Part.ImageBytes same -> same;
      case Part.ToolResult same -> same;
    };
  }

  /// What is left of an answer that has gone through `dialect`: ids of answers are never kept.
  static Completion asHeldBy(String dialect, Completion answer) {
    return switch (dialect) {
      case "chat" -> inChat(answer);
      case "responses" -> inResponses(answer);
      default -> inAnthropic(answer);
    };
  }

  /// One text, one refusal, one reasoning without a seal, and then the tool calls.
  private static Completion inChat(Completion answer) {
    List<Part> parts = new ArrayList<>();
    StringBuilder reasoning = new StringBuilder();
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    List<Part> calls = new ArrayList<>();
    for (Part part : answer.parts()) {
      switch (part) {
        case Part.Text piece -> text.append(piece.text());
        case Part.Refusal piece -> refusal.append(piece.text());
        case Part.Reasoning piece -> reasoning.append(piece.text());
        case Part.ToolCall call -> calls.add(call);
        case Part.ImageAddress ignored -> {}
        case Part.ImageBytes ignored -> {}
        case Part.ToolResult ignored -> {}
      }
    }
    if (!reasoning.isEmpty()) {
      parts.add(new Part.Reasoning(reasoning.toString(), Seal.NONE));
    }
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text.toString()));
    }
    if (!refusal.isEmpty()) {
      parts.add(new Part.Refusal(refusal.toString()));
    }
    parts.addAll(calls);
    FinishReason finish =
        switch (answer.finish()) {
          case CONTEXT_FULL -> FinishReason.OUTPUT_BOUND;
          case STOP_SEQUENCE, PAUSED, DONE ->
              calls.isEmpty() ? FinishReason.DONE : FinishReason.TOOLS;
          case OUTPUT_BOUND, TOOLS, DECLINED -> answer.finish();
        };
    return new Completion("", answer.model(), parts, finish, "", answer.usage());
  }

  /// No stop sequence; whether tools are asked for shows from the parts alone.
  private static Completion inResponses(Completion answer) {
    boolean tools = answer.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
    FinishReason finish =
        switch (answer.finish()) {
          case CONTEXT_FULL -> FinishReason.OUTPUT_BOUND;
          case STOP_SEQUENCE, PAUSED, DONE, TOOLS -> tools ? FinishReason.TOOLS : FinishReason.DONE;
          case OUTPUT_BOUND, DECLINED -> answer.finish();
        };
    return new Completion("", answer.model(), answer.parts(), finish, "", answer.usage());
  }

  /// A refusal is a text, and the reason why the answer ended.
  private static Completion inAnthropic(Completion answer) {
    boolean declined = answer.parts().stream().anyMatch(Part.Refusal.class::isInstance);
    List<Part> parts = new ArrayList<>();
    for (Part part : answer.parts()) {
      parts.add(part instanceof Part.Refusal refusal ? new Part.Text(refusal.text()) : part);
    }
    FinishReason finish =
        declined && answer.finish() == FinishReason.DONE ? FinishReason.DECLINED : answer.finish();
    return new Completion("", answer.model(), parts, finish, answer.stopSequence(), answer.usage());
  }
}
