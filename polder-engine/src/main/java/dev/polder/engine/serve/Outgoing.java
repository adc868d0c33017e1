package dev.polder.engine.serve;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import dev.polder.http.server.CoalescedResponse;
import dev.polder.http.sse.SseText;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerResponse;

/// A response that a slot's thread writes and the event loop sends.
///
/// Each event leaves at once, those of one turn of the loop together. A slow reader does not hold
/// up the slot: what waits for it is bounded by the answer's own length. Any thread may call this.
final class Outgoing {
  private static final String RETRY_AFTER_SECONDS = "1";

  private final EventLoop loop;
  private final HttpServerResponse response;
  private final CoalescedResponse body;
  private volatile boolean left;

  /// @param onLeave runs on the event loop when the client leaves before the end
  Outgoing(EventLoop loop, HttpServerResponse response, Runnable onLeave) {
    this.loop = loop;
    this.response = response;
    this.body =
        new CoalescedResponse(
            response,
            loop,
            () -> {
              left = true;
              onLeave.run();
            },
            () -> {});
  }

  /// Whether the client is gone.
  boolean left() {
    return left;
  }

  /// Sends a whole JSON response.
  void json(int status, String text) {
    loop.execute(() -> {
      Bytes bytes = Bytes.utf8(text);
      response
          .setStatusCode(status)
          .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
          .putHeader(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length()));
      body.write(bytes);
      body.end();
    });
  }

  /// Sends an error; one that passes says when to come again.
  void error(ApiError error) {
    loop.execute(() -> {
      if (error.status() == 503) {
        response.putHeader(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
      }
    });
    json(error.status(), Json.error(error));
  }

  /// Sends the head of an event stream.
  void beginEvents() {
    loop.execute(() ->
        response
            .setChunked(true)
            .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8")
            .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-cache"));
  }

  /// Sends one event.
  void event(String data) {
    loop.execute(() -> body.write(SseText.data(data)));
  }

  /// Ends the stream of events.
  void endEvents() {
    loop.execute(body::end);
  }
}
