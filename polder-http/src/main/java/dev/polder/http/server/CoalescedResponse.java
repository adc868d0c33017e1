package dev.polder.http.server;

import dev.polder.http.Bytes;
import dev.polder.http.EventLoop;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/// A response whose writes of one turn of the loop leave in one flush.
///
/// An upstream's read often brings many events. Writing each by itself costs a system call each,
/// ten times nginx's work for a stream without gaps; so chunks are collected and written once, by a
/// task that the loop runs after all of the turn's input. On the event loop only.
public final class CoalescedResponse {
  /// More than this in one turn of the loop, in bytes, and the source should pause.
  private static final long FULL = 256 * 1024;

  private final HttpServerResponse response;
  private final EventLoop loop;
  private final List<Bytes> pending = new ArrayList<>();
  private long pendingBytes;
  private final Runnable onDrained;
  private boolean flushAwaited;
  private boolean saidFull;
  private boolean ended;
  private boolean closed;

  /// @param onClosed told once if the connection goes before the response has ended
  /// @param onDrained told when there is room again after [#isFull()] was true
  public CoalescedResponse(
      HttpServerResponse response, EventLoop loop, Runnable onClosed, Runnable onDrained) {
    this.response = response;
    this.loop = loop;
    this.onDrained = onDrained;
    response.exceptionHandler(ignored -> close(onClosed));
    response.closeHandler(ignored -> close(onClosed));
    response.drainHandler(ignored -> sayDrained());
  }

  private void close(Runnable onClosed) {
    if (!closed) {
      closed = true;
      pending.clear();
      if (!ended) {
        onClosed.run();
      }
    }
  }

  /// Adds `bytes` to what goes out at the end of this turn of the loop. The head must be set by
  /// then.
  public void write(Bytes bytes) {
    if (closed || ended) {
      return;
    }
    pending.add(bytes);
    pendingBytes += bytes.length();
    if (!flushAwaited) {
      flushAwaited = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    flushAwaited = false;
    if (closed || ended || pending.isEmpty()) {
      return;
    }
    response.write(takePending().toBuffer());
    if (!response.writeQueueFull()) {
      sayDrained(); // the queue never filled, so it will not tell when it has drained
    }
  }

  private void sayDrained() {
    if (saidFull) {
      saidFull = false;
      onDrained.run();
    }
  }

  private Bytes takePending() {
    Bytes joined = pending.isEmpty() ? Bytes.EMPTY : Bytes.concat(pending);
    pending.clear();
    pendingBytes = 0;
    return joined;
  }

  /// Ends the response with whatever is pending, and `last` behind it. A whole answer costs no task
  /// on the loop this way.
  public void end(Bytes last) {
    if (!closed && !ended && !last.isEmpty()) {
      pending.add(last);
    }
    end();
  }

  /// Ends the response with whatever is pending.
  public void end() {
    if (closed || ended) {
      return;
    }
    Bytes last = takePending();
    ended = true;
    if (last.isEmpty()) {
      response.end();
    } else {
      response.end(last.toBuffer());
    }
  }

  /// Whether the client reads more slowly than we write, so that the source should pause.
  public boolean isFull() {
    boolean full = response.writeQueueFull() || pendingBytes > FULL;
    // Once said, it stands until the listener is told of room: asking again must not make it forget
    // that a source is waiting.
    saidFull |= full;
    return full;
  }

  public boolean isClosed() {
    return closed;
  }
}
