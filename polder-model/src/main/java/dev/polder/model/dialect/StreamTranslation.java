package dev.polder.model.dialect;

import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFrame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts one stream into another dialect, event by event. Not thread-safe.
public final class StreamTranslation {
  private final StreamDecoder decoder;
  private final StreamEncoder encoder;
  private boolean content;
  private AnswerEvent.@Nullable Finished finished;
  private @Nullable ErrorReport error;

  StreamTranslation(StreamDecoder decoder, StreamEncoder encoder) {
    this.decoder = decoder;
    this.encoder = encoder;
  }

  /// What became of an event.
  ///
  /// @param bytes what the client is to get: whole events, or nothing
  /// @param content whether they have something of the answer in them, or its end
  /// @param finished the end of the answer, once it has come
  /// @param error what the upstream reported; nothing is written of it, since somebody else may
  ///   still answer, and [#failed] writes it
  public record Step(
      Bytes bytes,
      boolean content,
      Optional<AnswerEvent.Finished> finished,
      Optional<ErrorReport> error) {}

  /// Takes the upstream's next event.
  ///
  /// @throws GarbledException when it breaks the rules of the upstream's dialect
  public Step read(SseFrame frame) throws GarbledException {
    decoder.read(frame, this::pass);
    return step();
  }

  /// The upstream's bytes are over.
  ///
  /// @throws GarbledException when its answer is not
  public Step end() throws GarbledException {
    decoder.end(this::pass);
    return step();
  }

  /// The end of a stream that has failed, in the client's dialect. Nothing follows it.
  public Bytes failed(ErrorReport report) {
    encoder.write(new AnswerEvent.Failed(report));
    return encoder.take();
  }

  private void pass(AnswerEvent event) {
    switch (event) {
      case AnswerEvent.Failed failed -> error = failed.error();
      case AnswerEvent.Finished last -> {
        finished = last;
        content = true;
        encoder.write(event);
      }
      case AnswerEvent.PartGrown ignored -> {
        content = true;
        encoder.write(event);
      }
      case AnswerEvent.PartBegun begun -> {
        content |= begun.part() instanceof Part.ToolCall;
        encoder.write(event);
      }
      case AnswerEvent.Begun ignored -> encoder.write(event);
      case AnswerEvent.PartSealed ignored -> encoder.write(event);
      case AnswerEvent.PartEnded ignored -> encoder.write(event);
    }
  }

  private Step step() {
    Step step =
        new Step(
            encoder.take(), content, Optional.ofNullable(finished), Optional.ofNullable(error));
    content = false;
    return step;
  }
}
