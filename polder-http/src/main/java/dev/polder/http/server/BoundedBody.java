package dev.polder.http.server;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads one request's body, no longer than a bound and no slower than a limit. On the event loop
/// only.
public final class BoundedBody {
  /// Why a body could not be had.
  public enum Refusal {
    /// It is longer than the bound.
    TOO_LARGE,
    /// It did not arrive within the limit.
    TOO_SLOW
  }

  private final List<Bytes> parts = new ArrayList<>();
  private final int bound;
  private final Consumer<Bytes> done;
  private final Consumer<Refusal> refused;
  private long length;
  private boolean over;

  private BoundedBody(int bound, Consumer<Bytes> done, Consumer<Refusal> refused) {
    this.bound = bound;
    this.done = done;
    this.refused = refused;
  }

  /// Reads on until `done` has the whole body or `refused` the reason; neither is called when the
  /// client leaves or cuts its request short.
  ///
  /// @param bound in bytes
  public static void read(
      HttpServerRequest request,
      EventLoop loop,
      int bound,
      Duration limit,
      Consumer<Bytes> done,
      Consumer<Refusal> refused) {
    BoundedBody body = new BoundedBody(bound, done, refused);
    if (announcedLength(request) > bound) {
      refused.accept(Refusal.TOO_LARGE);
      return;
    }
    EventLoop.Timer timer = loop.after(limit, () -> body.refuse(Refusal.TOO_SLOW));
    request.exceptionHandler(ignored -> {
      body.over = true;
      timer.cancel();
    });
    request.handler(chunk -> body.add(Bytes.of(chunk), timer));
    request.endHandler(ignored -> {
      timer.cancel();
      body.complete();
    });
  }

  private static long announcedLength(HttpServerRequest request) {
    String header = request.getHeader("content-length");
    try {
      return header == null ? 0 : Long.parseLong(header);
    } catch (NumberFormatException notANumber) {
      return 0; // the decoder has refused it already
    }
  }

  private void add(Bytes part, EventLoop.Timer timer) {
    if (over) {
      return;
    }
    length += part.length();
    if (length > bound) {
      timer.cancel();
      parts.clear();
      refuse(Refusal.TOO_LARGE);
      return;
    }
    parts.add(part);
  }

  private void refuse(Refusal refusal) {
    if (!over) {
      over = true;
      refused.accept(refusal);
    }
  }

  private void complete() {
    if (!over) {
      over = true;
      done.accept(parts.isEmpty() ? Bytes.EMPTY : Bytes.concat(parts));
    }
  }
}
