package dev.polder.model.dialect;

import dev.polder.http.Bytes;

/// Writes one stream of a dialect, in that dialect's order: whole events only.
///
/// After [AnswerEvent.Finished] or [AnswerEvent.Failed] it writes nothing more. Not thread-safe.
public interface StreamEncoder {
  /// Takes the next step; what there is to send comes with [#take].
  void write(AnswerEvent event);

  /// What has been written since the last time; may be empty.
  Bytes take();
}
