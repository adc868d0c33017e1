package dev.polder.engine.chat;

import java.util.ArrayList;
import java.util.List;

/// A rendered conversation: markers of the template, and text between them.
///
/// The two are kept apart so that text which looks like a marker is never taken for one.
public record Prompt(List<Piece> pieces) {
  /// A part of a prompt.
  public sealed interface Piece {
    String value();
  }

  /// A marker of the template: the tokenizer's special token of this name where it has one.
  public record Marker(String value) implements Piece {}

  /// Plain text: roles, line ends and what people wrote.
  public record Text(String value) implements Piece {}

  public Prompt {
    pieces = List.copyOf(pieces);
  }

  /// The whole prompt as one string, as `transformers` renders it.
  public String text() {
    return String.join("", pieces.stream().map(Piece::value).toList());
  }

  /// Collects the pieces of one prompt.
  static final class Builder {
    private final List<Piece> pieces = new ArrayList<>();

    /// Adds a marker; an empty one, of a tokenizer without such a token, adds nothing.
    Builder marker(String value) {
      if (!value.isEmpty()) {
        pieces.add(new Marker(value));
      }
      return this;
    }

    Builder text(String value) {
      pieces.add(new Text(value));
      return this;
    }

    Prompt prompt() {
      return new Prompt(pieces);
    }
  }
}
