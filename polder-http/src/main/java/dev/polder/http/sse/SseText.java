package dev.polder.http.sse;

import dev.polder.http.Bytes;

/// Makes the bytes of frames that Polder itself sends.
public final class SseText {
  private SseText() {}

  /// A frame with one `data:` line; `json` must hold no line break.
  public static Bytes data(String json) {
    return Bytes.utf8("data: " + json + "\n\n");
  }

  /// A comment, which every reader ignores: it keeps a waiting connection alive.
  public static Bytes comment(String text) {
    return Bytes.utf8(": " + text + "\n\n");
  }
}
