package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;

/// Reads HTTP/1.1 answers of one connection from bytes that come in any pieces, and says of each
/// whether it is what was expected.
///
/// It knows just as much of HTTP as the answers of the benchmark need: a content length, or chunks.
final class AnswerReader {
  /// Hears what is read.
  interface Listener {
    /// One event of a stream; `bytes` are its own until this returns.
    void event(byte[] bytes, int length);

    /// The answer is over. `fault` says what is wrong with it, or is empty.
    void answered(String fault);
  }

  private enum State {
    HEAD,
    PLAIN_BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    LAST_LINE
  }

  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final int LONGEST_HEAD = 8 * 1024;

  private final Expectation expectation;
  private final Listener listener;
  private final byte[] head = new byte[LONGEST_HEAD];
  private int headLength;
  private byte[] event = new byte[512];
  private int eventLength;
  private State state = State.HEAD;
  private int status;
  private long left;
  private long bodyLength;
  private int events;
  private boolean doneSeen;

  AnswerReader(Expectation expectation, Listener listener) {
    this.expectation = expectation;
    this.listener = listener;
  }

  /// Whether an answer has begun and not ended: a connection that goes now has cut it.
  boolean isInside() {
    return state != State.HEAD || headLength > 0;
  }

  /// Takes the bytes from `from` to `to`.
  ///
  /// @throws IllegalStateException when they are no answer in HTTP
  void feed(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      at =
          switch (state) {
            case HEAD -> readHead(bytes, at, to);
            case PLAIN_BODY -> readPlainBody(at, to);
            case CHUNK_SIZE -> readChunkSize(bytes, at);
            case CHUNK -> readChunk(bytes, at, to);
            case CHUNK_END -> readChunkEnd(bytes, at);
            case LAST_LINE -> readLastLine(bytes, at);
          };
    }
  }

  private int readHead(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (headLength == LONGEST_HEAD) {
        throw new IllegalStateException("the answer's head is too long");
      }
      head[headLength++] = bytes[i];
      if (bytes[i] == '\n' && headLength >= 4 && head[headLength - 3] == '\n') {
        beginBody();
        return i + 1;
      }
    }
    return to;
  }

  private void beginBody() {
    String text = new String(head, 0, headLength, US_ASCII).toLowerCase(Locale.ROOT);
    if (!text.startsWith("http/1.1 ")) {
      throw new IllegalStateException("not an HTTP answer");
    }
    status = Integer.parseInt(text.substring(9, 12));
    bodyLength = 0;
    events = 0;
    doneSeen = false;
    eventLength = 0;
    if (text.contains("\r\ntransfer-encoding: chunked\r\n")) {
      left = 0;
      state = State.CHUNK_SIZE;
      return;
    }
    String field = "\r\ncontent-length: ";
    int at = text.indexOf(field);
    if (at < 0) {
      throw new IllegalStateException("an answer without length");
    }
    int start = at + field.length();
    left = Long.parseLong(text.substring(start, text.indexOf('\r', start)));
    bodyLength = left;
    state = State.PLAIN_BODY;
    if (left == 0) {
      end();
    }
  }

  private int readPlainBody(int from, int to) {
    int taken = (int) Math.min(left, to - from);
    left -= taken;
    if (left == 0) {
      end();
    }
    return from + taken;
  }

  private int readChunkSize(byte[] bytes, int at) {
    byte next = bytes[at];
    if (next == '\n') {
      state = left == 0 ? State.LAST_LINE : State.CHUNK;
      bodyLength += left;
    } else if (next != '\r') {
      int digit = Character.digit(next, 16);
      if (digit < 0) {
        throw new IllegalStateException("not a chunk's size");
      }
      left = left << 4 | digit;
    }
    return at + 1;
  }

  private int readChunk(byte[] bytes, int from, int to) {
    int end = from + (int) Math.min(left, to - from);
    if (expectation.events() > 0) {
      readEvents(bytes, from, end);
    }
    left -= end - from;
    if (left == 0) {
      state = State.CHUNK_END;
    }
    return end;
  }

  private void readEvents(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (eventLength == event.length) {
        event = Arrays.copyOf(event, eventLength * 2);
      }
      event[eventLength++] = bytes[i];
      if (bytes[i] == '\n' && eventLength > 1 && event[eventLength - 2] == '\n') {
        if (event[0] != ':') { // a comment, which keeps a waiting client patient
          events++;
          doneSeen = Arrays.equals(event, 0, eventLength, DONE, 0, DONE.length);
          listener.event(event, eventLength);
        }
        eventLength = 0;
      }
    }
  }

  private int readChunkEnd(byte[] bytes, int at) {
    if (bytes[at] == '\n') {
      state = State.CHUNK_SIZE;
    }
    return at + 1;
  }

  private int readLastLine(byte[] bytes, int at) {
    if (bytes[at] == '\n') {
      end();
    }
    return at + 1;
  }

  private void end() {
    state = State.HEAD;
    headLength = 0;
    listener.answered(fault());
  }

  private String fault() {
    if (status != 200) {
      return "status " + status;
    }
    if (expectation.length() >= 0 && bodyLength != expectation.length()) {
      return "%d bytes instead of %d".formatted(bodyLength, expectation.length());
    }
    if (expectation.events() > 0 && events != expectation.events()) {
      return "%d events instead of %d".formatted(events, expectation.events());
    }
    return expectation.events() > 0 && !doneSeen ? "no [DONE] at the end" : "";
  }
}
