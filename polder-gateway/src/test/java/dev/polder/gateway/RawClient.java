package dev.polder.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/// A client that sends exactly the bytes it is told, for requests that no library would send.
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
  }

  RawClient send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  RawClient send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// A chat request with this body and its right length.
  RawClient postChat(String body) throws IOException {
    return send(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + body.getBytes(UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  /// Reads until what has come contains `marker`; all of it.
  String readUntil(String marker) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] chunk = new byte[64 * 1024];
    String tail = "";
    while (!tail.contains(marker)) {
      int length = in.read(chunk);
      if (length < 0) {
        throw new AssertionError("ended before '" + marker + "': " + read.toString(UTF_8));
      }
      read.write(chunk, 0, length);
      String joined = tail + new String(chunk, 0, length, UTF_8);
      tail =
          joined.contains(marker)
              ? marker
              : joined.substring(Math.max(0, joined.length() - marker.length()));
    }
    return read.toString(UTF_8);
  }

  /// Reads what comes until the other side closes, be it because of what was sent meanwhile.
  String readToTheEnd() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(read);
    } catch (SocketException reset) {
      // What came before counts.
    }
    return read.toString(UTF_8);
  }

  /// Reads what comes until the other side closes.
  String readAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
