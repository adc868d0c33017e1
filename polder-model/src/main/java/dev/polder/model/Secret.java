package dev.polder.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.http.Bytes;

/// A value that must never be printed.
///
/// @param reveal the value itself, for the one header that carries it
public record Secret(String reveal) {
  /// Stands where none is needed: nothing is sent.
  public static final Secret NONE = new Secret("");

  /// Shorter values, such as the `EMPTY` that servers without keys are given, keep nobody out, and
  /// hiding them would tear words apart.
  private static final int SHORTEST_HIDDEN = 8;

  /// Whether this is [#NONE].
  public boolean isNone() {
    return reveal.isEmpty();
  }

  /// `bytes` with asterisks wherever the value stands in them: some servers repeat in an error what
  /// they were sent.
  public Bytes hideIn(Bytes bytes) {
    if (reveal.length() < SHORTEST_HIDDEN) {
      return bytes;
    }
    // Latin-1 has one character a byte, so that whatever is around the value stays as it is.
    String text = new String(bytes.array(), bytes.offset(), bytes.length(), ISO_8859_1);
    String value = new String(reveal.getBytes(UTF_8), ISO_8859_1);
    return text.contains(value) ? Bytes.of(text.replace(value, "***").getBytes(ISO_8859_1)) : bytes;
  }

  @Override
  public String toString() {
    return "***";
  }
}
