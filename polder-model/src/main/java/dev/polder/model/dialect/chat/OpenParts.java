package dev.polder.model.dialect.chat;

import dev.polder.model.dialect.AnswerEvent;
import dev.polder.model.dialect.Part;
import dev.polder.model.dialect.Seal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The parts of one stream that have begun and not ended.
final class OpenParts {
  private static final int NONE = -1;

  private final Map<Integer, Call> calls = new HashMap<>();
  private final TreeSet<Integer> open = new TreeSet<>();
  private Class<? extends Part> sayingKind = Part.ToolCall.class;
  private int saying = NONE;
  private int next;
  private int lastCall;

  /// A tool call.
  ///
  /// @param id as the server gave it, or `""`
  private record Call(int part, String id) {}

  /// Words go on, or begin.
  void say(Part kind, String text, Consumer<AnswerEvent> events) {
    if (saying == NONE || sayingKind != kind.getClass()) {
      endSaying(events);
      sayingKind = kind.getClass();
      saying = begin(kind, events);
    }
    events.accept(new AnswerEvent.PartGrown(saying, text));
  }

  static Part reasoning() {
    return new Part.Reasoning("", Seal.NONE);
  }

  /// Tells whether the server means a call that it has begun already. Some give all calls the
  /// number 0, but each an id.
  boolean isKnown(int number, String id, String name) {
    Call call = calls.get(number);
    return call != null
        && (name.isEmpty() || id.isEmpty() || call.id().equals(id) || call.id().isEmpty());
  }

  void beginCall(int number, String id, String name, Consumer<AnswerEvent> events) {
    endSaying(events);
    String known = id.isEmpty() ? ChatDecoder.madeUpId(calls.size()) : id;
    int part = begin(new Part.ToolCall(known, name, ""), events);
    calls.put(number, new Call(part, id));
    lastCall = number;
  }

  void growCall(int number, String arguments, Consumer<AnswerEvent> events) {
    Call call = calls.get(number);
    if (call != null && !arguments.isEmpty()) {
      events.accept(new AnswerEvent.PartGrown(call.part(), arguments));
    }
  }

  /// The number of a delta without one: that of the last call, or the next one.
  int guessedNumber(boolean isNew) {
    return isNew ? calls.size() : lastCall;
  }

  boolean hasTools() {
    return !calls.isEmpty();
  }

  void endAll(Consumer<AnswerEvent> events) {
    open.forEach(part -> events.accept(new AnswerEvent.PartEnded(part)));
    open.clear();
    saying = NONE;
  }

  private int begin(Part part, Consumer<AnswerEvent> events) {
    int index = next++;
    open.add(index);
    events.accept(new AnswerEvent.PartBegun(index, part));
    return index;
  }

  private void endSaying(Consumer<AnswerEvent> events) {
    if (saying != NONE) {
      open.remove(saying);
      events.accept(new AnswerEvent.PartEnded(saying));
      saying = NONE;
    }
  }
}
