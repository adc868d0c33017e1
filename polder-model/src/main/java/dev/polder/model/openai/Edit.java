package dev.polder.model.openai;

import dev.polder.http.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `bytes` in place of what stands at `span` of a body; at an empty span they are put in.
record Edit(Span span, Bytes bytes) {
  private static final Comparator<Edit> BY_PLACE =
      Comparator.comparingInt(edit -> edit.span().from());

  static Edit of(Span span, String text) {
    return new Edit(span, Bytes.utf8(text));
  }

  private int growth() {
    return bytes.length() - (span.to() - span.from());
  }

  /// `body` with `edits`, which are put in order; of several at one place the first comes first.
  static Bytes apply(List<Edit> edits, Bytes body) {
    edits.sort(BY_PLACE);
    List<Bytes> parts = new ArrayList<>(2 * edits.size() + 1);
    int position = 0;
    for (Edit edit : edits) {
      parts.add(body.slice(position, edit.span.from()));
      parts.add(edit.bytes);
      position = edit.span.to();
    }
    parts.add(body.slice(position, body.length()));
    return Bytes.concat(parts);
  }

  /// Where what stood at `place` stands after `edits`.
  static Span moved(Span place, List<Edit> edits) {
    if (!place.exists()) {
      return place;
    }
    int by = 0;
    for (Edit edit : edits) {
      by += edit.span.to() <= place.from() ? edit.growth() : 0;
    }
    return new Span(place.from() + by, place.to() + by);
  }
}
