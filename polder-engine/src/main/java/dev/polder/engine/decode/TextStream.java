package dev.polder.engine.decode;

import java.util.ArrayList;
import java.util.List;

/// Turns tokens, as they come, into text that never ends within a character.
///
/// A token may hold part of a character, and how it decodes may depend on the one before. So a
/// window of tokens is decoded again with each new one, and what is new is given out once it ends
/// with a whole character; a replacement character at the end means that bytes are still to come.
final class TextStream {
  private static final String INCOMPLETE = "\uFFFD";

  private final Tokenizer tokenizer;
  private final List<Integer> tokens = new ArrayList<>();
  private int windowStart;
  private int given;

  TextStream(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The text that this token completes; "" when none.
  String add(int token) {
    if (tokenizer.hides(token)) {
      return "";
    }
    tokens.add(token);
    String added = added();
    if (added.isEmpty() || added.endsWith(INCOMPLETE)) {
      return "";
    }
    windowStart = given;
    given = tokens.size();
    return added;
  }

  /// What is left, with replacement characters for bytes that never became a character.
  String end() {
    String added = added();
    given = tokens.size();
    windowStart = given;
    return added;
  }

  private String added() {
    String before = tokenizer.decode(tokens.subList(windowStart, given));
    String whole = tokenizer.decode(tokens.subList(windowStart, tokens.size()));
    return whole.startsWith(before)
        ? whole.substring(before.length())
        : tokenizer.decode(tokens.subList(given, tokens.size()));
  }
}
