package dev.polder.model.dialect.wire;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

/// An event of which nothing changes from one to the next but one text: the next words.
///
/// Such events are nearly all of a stream, so all but the text is written once and copied.
///
/// @param before all bytes up to the text's quotation mark
/// @param behind all bytes after the text's last quotation mark, the blank line included
public record Mould(SerializableString before, SerializableString behind) {
  /// Stands where the text will.
  public static final String TEXT = "polder: the text stands here";

  /// The mould of an event in whose data [#TEXT] stands as the last of all texts.
  public static Mould of(String name, EventWriter.Data data) {
    EventWriter once = new EventWriter();
    once.event(name, data);
    String event = once.take().utf8();
    String mark = '"' + TEXT + '"';
    int at = event.lastIndexOf(mark);
    if (at < 0) {
      throw new IllegalArgumentException("an event without its text: " + name);
    }
    return new Mould(
        new SerializedString(event.substring(0, at)),
        new SerializedString(event.substring(at + mark.length())));
  }
}
