package dev.polder.model.openai;

import dev.polder.http.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the events of one stream, each in view of the one before.
///
/// From one event to the next, as a rule, nothing changes but one text: the next words. So the last
/// event that was parsed is kept as a pattern, with the place of that text. An event that has the
/// same bytes before and behind another text means the same, and is not parsed again; whatever
/// differs in any other byte is. Not thread-safe; one belongs to one stream.
public final class ChatStream {
  private @Nullable Pattern pattern;

  /// Reads an event's data, as [ChatChunk#read(Bytes)] does.
  ///
  /// @throws IOException when it is no JSON of the expected shape
  public ChatChunk read(Bytes data) throws IOException {
    if (pattern != null && pattern.fits(data)) {
      return pattern.chunk(data);
    }
    ChatChunk.Scan scan = ChatChunk.scan(data);
    pattern = scan.text().exists() ? new Pattern(data, scan) : null;
    return scan.chunk();
  }

  /// A parsed event whose text may be any other.
  private static final class Pattern {
    private final Bytes data;
    private final Span text;
    private final Span nullUsage;
    private final ChatChunk chunk;
    private final int behind;

    Pattern(Bytes data, ChatChunk.Scan scan) {
      this.data = data;
      this.text = scan.text();
      this.nullUsage = scan.nullUsage();
      this.chunk = scan.chunk();
      this.behind = data.length() - text.to();
    }

    boolean fits(Bytes other) {
      int otherTo = other.length() - behind;
      return otherTo > text.from()
          && same(other, 0, 0, text.from())
          && same(other, otherTo, text.to(), behind)
          && isPlain(other, text.from(), otherTo);
    }

    private boolean same(Bytes other, int otherFrom, int from, int length) {
      int one = data.offset() + from;
      int two = other.offset() + otherFrom;
      return Arrays.equals(data.array(), one, one + length, other.array(), two, two + length);
    }

    /// Whether it is the inside of a JSON string beyond doubt: neither its end nor an escape nor
    /// what must be escaped, and ASCII, since other bytes would have to be checked as UTF-8.
    private static boolean isPlain(Bytes bytes, int from, int to) {
      byte[] array = bytes.array();
      int end = bytes.offset() + to;
      for (int i = bytes.offset() + from; i < end; i++) {
        byte next = array[i];
        if (next < ' ' || next == '"' || next == '\\') {
          return false;
        }
      }
      return true;
    }

    ChatChunk chunk(Bytes other) {
      if (!nullUsage.exists()) {
        return chunk;
      }
      int moved = nullUsage.from() >= text.to() ? other.length() - data.length() : 0;
      Bytes before = other.slice(0, nullUsage.from() + moved);
      Bytes after = other.slice(nullUsage.to() + moved, other.length());
      return new ChatChunk(
          chunk.kind(),
          chunk.finishReason(),
          chunk.choices(),
          chunk.usage(),
          Optional.of(Bytes.concat(List.of(before, after))));
    }
  }
}
