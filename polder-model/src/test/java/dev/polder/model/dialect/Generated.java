package dev.polder.model.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes up answers and the streams that tell them, with whatever a valid one may have.
final class Generated {
  private static final String[] PIECES = {
    "a",
    " word",
    "Größe",
    "😀",
    "\n",
    "\"quoted\"",
    "\\",
    "\t",
    "data: x\n\n",
    "汉字",
    "{}",
    "[DONE]",
    "</s>"
  };

  private static final List<FinishReason> ENDS = List.of(FinishReason.values());

  private final Random random;

  Generated(Random random) {
    this.random = random;
  }

  /// An answer that the dialect of that name can hold whole.
  Completion answer(String dialect) {
    List<Part> parts = new ArrayList<>();
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      parts.add(part(dialect, i));
    }
    boolean tools = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    FinishReason finish = tools ? FinishReason.TOOLS : ENDS.get(random.nextInt(ENDS.size()));
    if (finish == FinishReason.TOOLS && !tools) {
      finish = FinishReason.DONE;
    }
    long cacheRead = random.nextInt(50);
    long cacheWrite = random.nextInt(50);
    TokenUsage usage =
        new TokenUsage(
            cacheRead + cacheWrite + random.nextInt(100),
            random.nextInt(100),
            cacheRead,
            cacheWrite,
            random.nextInt(9));
    Completion answer =
        new Completion(
            "", "model", parts, finish, finish == FinishReason.STOP_SEQUENCE ? text() : "", usage);
    return Assembled.asHeldBy(dialect, answer);
  }

  private Part part(String dialect, int number) {
    return switch (random.nextInt(5)) {
      case 0 -> new Part.Reasoning(text(), seal(dialect));
      case 1 -> new Part.Refusal(text());
      case 2, 3 ->
          new Part.ToolCall(
              "call_" + number, "tool-" + number, random.nextBoolean() ? "{}" : arguments());
      default -> new Part.Text(text());
    };
  }

  private Seal seal(String dialect) {
    return switch (random.nextInt(3)) {
      case 0 -> Seal.NONE;
      case 1 -> new Seal(dialect, "c2Vh.bA" + random.nextInt(100));
      default -> new Seal("elsewhere", "eA" + random.nextInt(100));
    };
  }

  private String arguments() {
    return "{\"city\": \"Den Haag " + random.nextInt(10) + " é\", \"days\": [1, 2]}";
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /// A stream that tells the answer: its parts in order, or tool calls side by side.
  List<AnswerEvent> events(Completion answer) {
    List<AnswerEvent> events = new ArrayList<>();
    events.add(new AnswerEvent.Begun("", answer.model(), answer.usage()));
    boolean sideBySide = random.nextBoolean();
    List<List<AnswerEvent>> open = new ArrayList<>();
    for (int i = 0; i < answer.parts().size(); i++) {
      List<AnswerEvent> told = part(i, answer.parts().get(i));
      if (sideBySide && answer.parts().get(i) instanceof Part.ToolCall) {
        events.add(told.removeFirst());
        open.add(told);
      } else {
        events.addAll(told);
      }
    }
    while (!open.isEmpty()) {
      int picked = random.nextInt(open.size());
      events.add(open.get(picked).removeFirst());
      if (open.get(picked).isEmpty()) {
        open.remove(picked);
      }
    }
    events.add(new AnswerEvent.Finished(answer.finish(), answer.stopSequence(), answer.usage()));
    return events;
  }

  private List<AnswerEvent> part(int index, Part part) {
    List<AnswerEvent> events = new ArrayList<>();
    switch (part) {
      case Part.Text text -> tell(index, new Part.Text(""), text.text(), events);
      case Part.Refusal declined -> tell(index, new Part.Refusal(""), declined.text(), events);
      case Part.Reasoning thought -> {
        tell(index, new Part.Reasoning("", Seal.NONE), thought.text(), events);
        if (thought.seal().exists()) {
          events.add(new AnswerEvent.PartSealed(index, thought.seal()));
        }
      }
      case Part.ToolCall call ->
          tell(index, new Part.ToolCall(call.id(), call.name(), ""), call.arguments(), events);
      case Part.ImageAddress ignored -> {}
      case Part.ImageBytes ignored -> {}
      case Part.ToolResult ignored -> {}
    }
    events.add(new AnswerEvent.PartEnded(index));
    return events;
  }

  /// In pieces of whole code points: half a surrogate pair is another test's matter.
  private void tell(int index, Part begun, String text, List<AnswerEvent> events) {
    events.add(new AnswerEvent.PartBegun(index, begun));
    int[] points = text.codePoints().toArray();
    int at = 0;
    while (at < points.length) {
      int end = Math.min(points.length, at + 1 + random.nextInt(6));
      events.add(new AnswerEvent.PartGrown(index, new String(points, at, end - at)));
      at = end;
    }
  }
}
