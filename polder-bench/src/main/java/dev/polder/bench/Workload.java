package dev.polder.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;

/// What is asked of the upstream, through whatever stands before it.
///
/// Its label is the model that requests name, and so the use case by which Polder knows it.
enum Workload {
  ANSWER_2K("answer-2k", "JSON answer of 2 KB", Kind.ANSWER, 2 * 1024),
  ANSWER_50K("answer-50k", "JSON answer of 50 KB", Kind.ANSWER, 50 * 1024),
  EVENTS_50("events-50", "stream of 50 events of 150 bytes, unspaced", Kind.UNSPACED, 50),
  PACED_25("paced-25", "streams of one event per 25 ms", Kind.PACED, 25),
  PACED_250("paced-250", "streams of one event per 250 ms", Kind.PACED, 250);

  /// How an answer comes.
  enum Kind {
    /// In one piece; the size is its length in bytes.
    ANSWER,
    /// As a stream whose events are written at once; the size is their number.
    UNSPACED,
    /// As a stream whose events come one at a time; the size is the time between them, in
    /// milliseconds.
    PACED
  }

  private final String label;
  private final String title;
  private final Kind kind;
  private final int size;

  Workload(String label, String title, Kind kind, int size) {
    this.label = label;
    this.title = title;
    this.kind = kind;
    this.size = size;
  }

  String label() {
    return label;
  }

  String title() {
    return title;
  }

  Kind kind() {
    return kind;
  }

  int size() {
    return size;
  }

  static Optional<Workload> labelled(String label) {
    return Arrays.stream(values()).filter(workload -> workload.label.equals(label)).findFirst();
  }

  /// A request for it, head and body, of about 700 bytes.
  ///
  /// @param events of a paced stream; without meaning for the others
  byte[] request(int events) {
    String body =
        "{\"model\":\"%s\",\"stream\":%b,\"max_tokens\":%d,\"temperature\":0.2,\"messages\":[%s,%s]}"
            .formatted(
                label,
                kind != Kind.ANSWER,
                events,
                message("system", "You answer letters of citizens, politely and in plain words. "),
                message("user", "When will the bridge over the canal be open to cyclists again? "));
    String head =
        """
        POST /v1/chat/completions HTTP/1.1\r
        host: 127.0.0.1\r
        user-agent: polder-bench\r
        accept: */*\r
        content-type: application/json\r
        content-length: %d\r
        \r
        """
            .formatted(body.length());
    return (head + body).getBytes(US_ASCII);
  }

  private static String message(String role, String content) {
    return "{\"role\":\"%s\",\"content\":\"%s\"}".formatted(role, content.repeat(3));
  }

  /// What an answer to [#request(int)] must be.
  Expectation expectation(int events) {
    return switch (kind) {
      case ANSWER -> Expectation.length(size);
      case UNSPACED -> Expectation.events(size + 2);
      case PACED -> Expectation.events(events + 2);
    };
  }
}
