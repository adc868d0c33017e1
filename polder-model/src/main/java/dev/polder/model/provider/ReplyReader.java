package dev.polder.model.provider;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.client.Exchange;
import dev.polder.http.client.ExchangeListener;
import dev.polder.http.client.Headers;
import dev.polder.http.client.TransportFailure;
import dev.polder.http.sse.FrameTooLongException;
import dev.polder.http.sse.SseFrame;
import dev.polder.http.sse.SseFramer;
import dev.polder.http.sse.SseText;
import dev.polder.model.Credentials;
import dev.polder.model.Operation;
import dev.polder.model.openai.ChatChunk;
import dev.polder.model.openai.ChatStream;
import dev.polder.model.openai.Choices;
import dev.polder.model.openai.ErrorBody;
import dev.polder.model.openai.WholeAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one reply into events, an answer or a fault.
final class ReplyReader implements ExchangeListener {
  /// Longer error bodies are cut: they are for people.
  private static final int LONGEST_ERROR = 64 * 1024;

  private static final ErrorBody UNREADABLE =
      new ErrorBody("The upstream reported an error and did not say which.", "server_error", "");

  /// Reading more than this takes longer than an event loop should be kept.
  private static final int LARGE = 256 * 1024;

  private final Operation operation;
  private final boolean streamWanted;
  private final boolean usageIsOurs;
  private final int longestAnswer;
  private final EventLoop loop;
  private final Credentials credentials;
  private final ReplyListener listener;
  private final List<Bytes> parts = new ArrayList<>();
  private @Nullable Exchange exchange;
  private int length;
  private int status;
  private Headers headers = Headers.NONE;

  /// There once the head says that a stream follows.
  private @Nullable Streaming streaming;

  private boolean over;

  /// What reads a stream: its events, and what they mean.
  private record Streaming(SseFramer framer, ChatStream chunks) {}

  /// @param usageIsOurs whether usage in the stream is there only because Polder asked for it
  /// @param credentials what must not stand in an error that is passed on
  ReplyReader(
      Operation operation,
      boolean streamWanted,
      boolean usageIsOurs,
      int longestAnswer,
      EventLoop loop,
      Credentials credentials,
      ReplyListener listener) {
    this.operation = operation;
    this.streamWanted = streamWanted;
    this.usageIsOurs = usageIsOurs;
    this.longestAnswer = longestAnswer;
    this.loop = loop;
    this.credentials = credentials;
    this.listener = listener;
  }

  /// Sets what to cancel when the reply turns out to be no use.
  void reads(Exchange running) {
    exchange = running;
  }

  @Override
  public void head(int answered, Headers answeredHeaders) {
    status = answered;
    headers = answeredHeaders;
    String type = headers.first("content-type").orElse("").toLowerCase(Locale.ROOT);
    String encoding = headers.first("content-encoding").orElse("identity");
    if (!encoding.equals("identity")) {
      fail(new Fault.Garbage("it answers in the encoding '" + encoding + "'"));
      return;
    }
    if (status == 200 && type.startsWith("text/event-stream")) {
      streaming = new Streaming(new SseFramer(longestAnswer, this::frame), new ChatStream());
      if (!streamWanted) {
        fail(new Fault.Garbage("it answers with a stream that nobody asked for"));
      }
    }
  }

  @Override
  public void bytes(Bytes bytes) {
    if (over) {
      return;
    }
    if (streaming != null) {
      try {
        streaming.framer().feed(bytes);
      } catch (FrameTooLongException tooLong) {
        fail(
            new Fault.Garbage("an event of its stream is longer than " + longestAnswer + " bytes"));
      }
      return;
    }
    length += bytes.length();
    if (status >= 400 && length > LONGEST_ERROR) {
      fail(rejected());
    } else if (length > longestAnswer) {
      fail(new Fault.Garbage("its answer is longer than " + longestAnswer + " bytes"));
    } else {
      parts.add(bytes);
    }
  }

  private void frame(SseFrame frame) {
    Streaming current = streaming;
    if (over || current == null) {
      return;
    }
    if (frame.data().isEmpty()) {
      listener.event(lifecycle(frame));
      return;
    }
    try {
      ChatChunk chunk = current.chunks().read(frame.data());
      if (chunk.kind() == ChatChunk.Kind.ERROR || frame.event().equals("error")) {
        fail(reported(frame));
        return;
      }
      listener.event(
          new StreamEvent(
              chunk.kind(),
              forClient(frame, chunk),
              chunk.finishReason(),
              chunk.choices(),
              chunk.usage()));
    } catch (IOException noJson) {
      fail(new Fault.Garbage("an event of its stream is no JSON of the dialect"));
    }
  }

  /// Clients know an error in a stream by its `error` object only. The other forms of it would pass
  /// for a chunk without choices, and the broken answer for a whole one, so they are rewritten.
  private Fault reported(SseFrame frame) {
    Bytes data = credentials.hideIn(frame.data());
    Optional<ErrorBody> error = ErrorBody.read(data);
    Bytes bytes =
        ErrorBody.isInDialect(data)
            ? credentials.hideIn(frame.raw())
            : SseText.data(error.map(ErrorBody::typed).orElse(UNREADABLE).json());
    return new Fault.ReportedInStream(bytes, error);
  }

  private static StreamEvent lifecycle(SseFrame frame) {
    return new StreamEvent(
        ChatChunk.Kind.LIFECYCLE, frame.raw(), "", Choices.NONE, Optional.empty());
  }

  private Bytes forClient(SseFrame frame, ChatChunk chunk) {
    if (!usageIsOurs) {
      return frame.raw();
    }
    if (chunk.kind() == ChatChunk.Kind.USAGE) {
      return Bytes.EMPTY;
    }
    return chunk.withoutNullUsage().map(ChatChunk::frame).orElse(frame.raw());
  }

  @Override
  public void end() {
    if (over) {
      return;
    }
    over = true;
    if (streaming != null) {
      listener.ended();
    } else if (status == 200) {
      answerWhole();
    } else {
      listener.failed(rejected());
    }
  }

  private void answerWhole() {
    Bytes body = body();
    if (streamWanted) {
      listener.failed(new Fault.Garbage("it answers without the stream that was asked for"));
      return;
    }
    if (body.length() > LARGE) {
      loop.offload(
          () -> WholeAnswer.read(operation, body),
          answer -> judge(answer, body),
          noJson -> listener.failed(incomplete()));
      return;
    }
    try {
      judge(WholeAnswer.read(operation, body), body);
    } catch (IOException noJson) {
      listener.failed(incomplete());
    }
  }

  private static Fault incomplete() {
    return new Fault.Garbage("its answer is no complete JSON object");
  }

  private void judge(WholeAnswer answer, Bytes body) {
    if (answer.error()) {
      listener.failed(rejected());
    } else if (!answer.answers()) {
      listener.failed(new Fault.Garbage("its answer holds no result"));
    } else {
      listener.answered(new Answer(status, headers, body, answer.finishReason(), answer.usage()));
    }
  }

  private Bytes body() {
    return parts.isEmpty() ? Bytes.EMPTY : Bytes.concat(parts);
  }

  private Fault rejected() {
    Bytes body = credentials.hideIn(body());
    return new Fault.Rejected(status, headers, body, ErrorBody.read(headers, body));
  }

  @Override
  public void failed(TransportFailure failure) {
    if (over) {
      return;
    }
    over = true;
    listener.failed(
        switch (failure.phase()) {
          case CONNECT -> new Fault.Unreachable(failure.reason());
          case BEFORE_HEAD, BODY -> new Fault.CutOff(failure.reason());
        });
  }

  private void fail(Fault fault) {
    over = true;
    if (exchange != null) {
      exchange.cancel();
    }
    listener.failed(fault);
  }
}
