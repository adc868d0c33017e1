package dev.polder.http.client;

import dev.polder.http.Bytes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Writes down what an exchange tells, a line each.
final class Heard implements ExchangeListener {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void head(int status, Headers headers) {
    lines.add("head " + status);
  }

  @Override
  public void bytes(Bytes bytes) {
    lines.add("bytes " + bytes.utf8());
  }

  @Override
  public void end() {
    lines.add("end");
  }

  @Override
  public void failed(TransportFailure failure) {
    lines.add("failed " + failure.phase() + ": " + failure.reason());
  }

  /// The next thing told.
  String next() throws InterruptedException {
    String line = lines.poll(15, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the exchange tells nothing");
    }
    return line;
  }

  /// Reads on to the end or the failure, and returns that.
  String last() throws InterruptedException {
    String line = next();
    while (line.startsWith("head") || line.startsWith("bytes")) {
      line = next();
    }
    return line;
  }

  /// Whether something was told that nobody has read yet.
  boolean hasMore() {
    return !lines.isEmpty();
  }
}
