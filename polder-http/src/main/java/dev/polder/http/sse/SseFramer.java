package dev.polder.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.http.Bytes;
import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a byte stream, which the network may have cut anywhere, into whole events.
///
/// The rules are those of the HTML standard, section 9.2.6: lines end in LF, CR or CRLF; a blank
/// line dispatches; a line that begins with a colon is a comment; one space after the colon of a
/// field is dropped; several `data:` lines are joined with LF; a byte order mark at the start is
/// dropped, also from the raw bytes, which may be passed on behind others. We depart from it in one
/// point: blocks without data are reported too, since a relay passes them on.
///
/// Deliberately one state machine over bytes: it runs for every byte of every stream. Not
/// thread-safe; one framer belongs to one stream.
public final class SseFramer {
  private static final byte[] DATA = "data".getBytes(UTF_8);
  private static final byte[] EVENT = "event".getBytes(UTF_8);

  /// `data:` and its two line ends.
  private static final int SHORTEST = 7;

  private final int limit;
  private final Consumer<SseFrame> frames;

  /// What came of the event at hand: `[0, length)` are its bytes, `lineStart` where its last line
  /// began.
  private byte[] pending = new byte[1024];

  private int length;
  private int lineStart;
  private int dataStart = -1;
  private int dataEnd = -1;
  private boolean dataJoined;
  private byte[] joined = new byte[0];
  private int joinedLength;
  private String event = "";
  private boolean afterCarriageReturn;
  private boolean dispatchAwaitsLineFeed;
  private boolean linesEndInBoth;
  private int markLength;
  private boolean started;

  /// Frames longer than `limit` bytes are refused; whole ones go to `frames` as they complete.
  public SseFramer(int limit, Consumer<SseFrame> frames) {
    this.limit = limit;
    this.frames = frames;
  }

  /// Takes the next bytes; hands over every event that they complete.
  ///
  /// @throws FrameTooLongException when an event outgrows the limit
  public void feed(Bytes bytes) {
    byte[] array = bytes.array();
    int end = bytes.offset() + bytes.length();
    int at = bytes.offset();
    while (at < end) {
      if (length == 0 && !afterCarriageReturn) {
        at = feedPlain(array, at, end);
      }
      if (at < end) {
        accept(array[at++]);
      }
    }
    // A CR may still be followed by its LF, but an event is not held back for that. Where its other
    // lines ended in CRLF, the LF is added here and dropped when it comes: readers that look for
    // a whole CRLFCRLF would otherwise miss the end of the event.
    if (dispatchAwaitsLineFeed) {
      if (linesEndInBoth) {
        append((byte) '\n');
      }
      dispatch();
    }
  }

  /// Most events come whole and in the plainest form, one `data:` line and a blank one: they are
  /// cut out without copying. Whatever is otherwise is left to the state machine; where that begins
  /// is returned.
  private int feedPlain(byte[] array, int from, int end) {
    int at = from;
    while (end - at >= SHORTEST && array[at + 4] == ':' && startsWithData(array, at)) {
      int lineEnd = LineEnd.after(array, at + DATA.length + 1, end);
      int frameEnd = lineEnd + 2;
      if (frameEnd > end
          || frameEnd - at > limit
          || array[lineEnd] != '\n'
          || array[lineEnd + 1] != '\n') {
        return at;
      }
      started = true;
      int value = at + DATA.length + 1;
      if (array[value] == ' ') {
        value++;
      }
      Bytes raw = Bytes.of(array, at, frameEnd - at);
      at = frameEnd;
      frames.accept(new SseFrame(raw, "", Bytes.of(array, value, lineEnd - value)));
    }
    return at;
  }

  private static boolean startsWithData(byte[] array, int at) {
    return Arrays.equals(array, at, at + DATA.length, DATA, 0, DATA.length);
  }

  /// How many bytes of an unfinished event are held: not 0 at the end means that the stream was
  /// cut.
  public int heldBytes() {
    return length;
  }

  private void accept(byte next) {
    if (afterCarriageReturn) {
      afterCarriageReturn = false;
      if (next == '\n') {
        if (dispatchAwaitsLineFeed) {
          append(next);
          dispatch();
        } else if (length > 0) {
          append(next);
          lineStart = length;
          linesEndInBoth = true;
        }
        return;
      }
      if (dispatchAwaitsLineFeed) {
        dispatch();
      }
    }
    append(next);
    if (next == '\n') {
      endLine(length - 1);
    } else if (next == '\r') {
      afterCarriageReturn = true;
      endLine(length - 1);
    }
  }

  private void append(byte next) {
    if (length == limit) {
      throw new FrameTooLongException(limit);
    }
    if (length == pending.length) {
      pending = Arrays.copyOf(pending, Math.min(limit, length * 2));
    }
    pending[length++] = next;
  }

  private void endLine(int end) {
    int start = lineStart;
    lineStart = length;
    if (!started) {
      started = true;
      if (end - start >= 3
          && pending[start] == (byte) 0xEF
          && pending[start + 1] == (byte) 0xBB
          && pending[start + 2] == (byte) 0xBF) {
        markLength = 3;
        start += 3;
      }
    }
    if (start == end) {
      if (afterCarriageReturn) {
        dispatchAwaitsLineFeed = true;
      } else {
        dispatch();
      }
      return;
    }
    readField(start, end);
  }

  private void readField(int start, int end) {
    int colon = start;
    while (colon < end && pending[colon] != ':') {
      colon++;
    }
    int valueStart = Math.min(end, colon + 1);
    if (valueStart < end && pending[valueStart] == ' ') {
      valueStart++;
    }
    if (Arrays.equals(pending, start, colon, DATA, 0, DATA.length)) {
      addData(valueStart, end);
    } else if (Arrays.equals(pending, start, colon, EVENT, 0, EVENT.length)) {
      event = new String(pending, valueStart, end - valueStart, UTF_8);
    }
  }

  private void addData(int start, int end) {
    if (dataStart < 0) {
      dataStart = start;
      dataEnd = end;
      return;
    }
    if (!dataJoined) {
      dataJoined = true;
      joinedLength = 0;
      join(dataStart, dataEnd);
    }
    join(-1, -1);
    join(start, end);
  }

  /// Appends a stretch of the event to the joined data; `(-1, -1)` stands for a line feed.
  private void join(int start, int end) {
    int added = start < 0 ? 1 : end - start;
    if (joinedLength + added > joined.length) {
      joined = Arrays.copyOf(joined, Math.max(256, (joinedLength + added) * 2));
    }
    if (start < 0) {
      joined[joinedLength] = '\n';
    } else {
      System.arraycopy(pending, start, joined, joinedLength, added);
    }
    joinedLength += added;
  }

  private void dispatch() {
    boolean blankOnly = dataStart < 0 && event.isEmpty() && isBlank();
    if (!blankOnly) {
      Bytes whole = Bytes.of(Arrays.copyOf(pending, length));
      Bytes data = Bytes.EMPTY;
      if (dataJoined) {
        data = Bytes.of(Arrays.copyOf(joined, joinedLength));
      } else if (dataStart >= 0) {
        data = whole.slice(dataStart, dataEnd);
      }
      SseFrame frame = new SseFrame(whole.slice(markLength, length), event, data);
      reset();
      frames.accept(frame);
    } else {
      reset();
    }
  }

  private boolean isBlank() {
    for (int i = markLength; i < length; i++) {
      if (pending[i] != '\n' && pending[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private void reset() {
    length = 0;
    lineStart = 0;
    dataStart = -1;
    dataEnd = -1;
    dataJoined = false;
    event = "";
    dispatchAwaitsLineFeed = false;
    linesEndInBoth = false;
    markLength = 0;
  }
}
