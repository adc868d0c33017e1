package dev.polder.model.dialect;

import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFramer;
import dev.polder.model.dialect.anthropic.AnthropicDialect;
import dev.polder.model.dialect.anthropic.AnthropicVersion;
import dev.polder.model.dialect.chat.ChatDialect;
import dev.polder.model.dialect.responses.ResponsesDialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All dialects by the names of their folders, and how streams of theirs are read and written
/// whole.
final class Spoken {
  static final Letterhead LETTERHEAD =
      new Letterhead("0199", Instant.parse("2026-11-23T21:00:00Z"));
  static final Sending SENDING = new Sending(4096, "max_completion_tokens", true);

  private Spoken() {}

  static Map<String, Dialect> dialects() {
    Map<String, Dialect> dialects = new LinkedHashMap<>();
    dialects.put("chat", new ChatDialect());
    dialects.put("responses", new ResponsesDialect());
    dialects.put("anthropic", new AnthropicDialect(AnthropicVersion.V2023_06_01));
    dialects.put("anthropic-2026-10-21", new AnthropicDialect(AnthropicVersion.V2026_10_21));
    return dialects;
  }

  /// The events of a stream whose bytes come in these pieces.
  static List<AnswerEvent> events(Dialect dialect, List<Bytes> pieces) throws GarbledException {
    StreamDecoder decoder = dialect.decoder();
    List<AnswerEvent> events = new ArrayList<>();
    List<GarbledException> garbled = new ArrayList<>();
    SseFramer framer =
        new SseFramer(
            1 << 20,
            frame -> {
              if (garbled.isEmpty()) {
                try {
                  decoder.read(frame, events::add);
                } catch (GarbledException fault) {
                  garbled.add(fault);
                }
              }
            });
    pieces.forEach(framer::feed);
    if (!garbled.isEmpty()) {
      throw garbled.getFirst();
    }
    decoder.end(events::add);
    return events;
  }

  /// The events of a whole stream.
  static List<AnswerEvent> events(Dialect dialect, Bytes stream) throws GarbledException {
    return events(dialect, List.of(stream));
  }

  /// A stream with these events.
  static Bytes stream(Dialect dialect, List<AnswerEvent> events) {
    StreamEncoder encoder = dialect.encoder(LETTERHEAD, true);
    List<Bytes> bytes = new ArrayList<>();
    for (AnswerEvent event : events) {
      encoder.write(event);
      bytes.add(encoder.take());
    }
    return Bytes.concat(bytes);
  }
}
