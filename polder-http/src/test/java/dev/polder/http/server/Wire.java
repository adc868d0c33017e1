package dev.polder.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.http.TestLoop;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/// A server with one handler on an event loop, and a client that sees every byte.
final class Wire implements AutoCloseable {
  private final TestLoop loop = new TestLoop();
  private final Socket client;

  /// @param handler called on the loop
  Wire(Handler handler) throws Exception {
    HttpServer server =
        loop.call(() ->
                loop.vertx()
                    .createHttpServer()
                    .requestHandler(request -> handler.handle(loop, request))
                    .listen(0, "127.0.0.1"))
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    client.setSoTimeout(10_000);
  }

  /// What answers a request.
  interface Handler {
    void handle(TestLoop loop, HttpServerRequest request);
  }

  TestLoop loop() {
    return loop;
  }

  Wire send(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
    client.getOutputStream().flush();
    return this;
  }

  /// Reads until `text` has come.
  String readUntil(String text) throws IOException {
    StringBuilder all = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    while (all.indexOf(text, Math.max(0, all.length() - buffer.length - text.length())) < 0) {
      int count = client.getInputStream().read(buffer);
      if (count < 0) {
        throw new IOException("the server closed after: " + all);
      }
      all.append(new String(buffer, 0, count, UTF_8));
    }
    return all.toString();
  }

  /// Resets the client's connection.
  void leave() throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  @Override
  public void close() throws IOException {
    client.close();
    loop.close();
  }
}
