package dev.polder.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What a [ScriptedUpstream] does with one request, step by step.
///
/// Scripts are immutable; each method returns a longer one. A script that ends without [#cut()],
/// [#stall()] or [#close()] leaves the connection open for the next request.
public final class Script {
  private final List<Step> steps;

  private Script(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  public static Script begin() {
    return new Script(List.of());
  }

  List<Step> steps() {
    return steps;
  }

  /// Counts `reached` down when all before it is done.
  public Script then(CountDownLatch reached) {
    return then(new Step.Reach(reached));
  }

  private Script then(Step step) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Script(longer);
  }

  /// Sends these bytes as they are, in one write.
  public Script send(String raw) {
    return then(new Step.Send(ByteBuffer.wrap(raw.getBytes(UTF_8))));
  }

  public Script send(byte[] raw) {
    return then(new Step.Send(ByteBuffer.wrap(raw.clone())));
  }

  /// A head with a fixed length and the whole body.
  public Script reply(int status, String contentType, String body, String... headers) {
    byte[] bytes = body.getBytes(UTF_8);
    return send(head(status, contentType, headers) + "content-length: " + bytes.length + "\r\n\r\n")
        .send(bytes);
  }

  /// A head that announces a chunked body.
  public Script chunkedHead(int status, String contentType, String... headers) {
    return send(head(status, contentType, headers) + "transfer-encoding: chunked\r\n\r\n");
  }

  /// One chunk of a chunked body.
  public Script chunk(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return send(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
  }

  /// The end of a chunked body.
  public Script endOfChunks() {
    return send("0\r\n\r\n");
  }

  /// Waits until the test opens `gate`, or the other side leaves.
  public Script await(CountDownLatch gate) {
    return then(new Step.Await(gate));
  }

  /// Sends nothing more and waits for the other side to leave.
  public Script stall() {
    return then(new Step.Stall());
  }

  /// Resets the connection.
  public Script cut() {
    return then(new Step.Cut());
  }

  /// Closes the connection in an orderly way.
  public Script close() {
    return then(new Step.Close());
  }

  private static String head(int status, String contentType, String... headers) {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ").append(status).append(" Scripted\r\ncontent-type: ");
    head.append(contentType).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /// One thing that the upstream does.
  sealed interface Step {
    record Send(ByteBuffer bytes) implements Step {}

    record Await(CountDownLatch gate) implements Step {}

    record Reach(CountDownLatch reached) implements Step {}

    record Stall() implements Step {}

    record Cut() implements Step {}

    record Close() implements Step {}
  }
}
