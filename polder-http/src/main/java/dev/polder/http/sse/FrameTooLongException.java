package dev.polder.http.sse;

import java.io.Serial;

/// An event grew beyond the bound of its [SseFramer].
public final class FrameTooLongException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  FrameTooLongException(int limit) {
    super("A server-sent event is longer than the bound of " + limit + " bytes.");
  }
}
