package dev.polder.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy on a real loopback socket. Whatever host it is asked for, it leads to one and the
/// same upstream, so that tests can use names that do not exist.
public final class ScriptedProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int upstreamPort;
  private final String demanded;
  private final List<String> passed = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private ScriptedProxy(ServerSocket listener, int upstreamPort, String demanded) {
    this.listener = listener;
    this.upstreamPort = upstreamPort;
    this.demanded = demanded;
  }

  /// Lets everybody through to `upstream`.
  public static ScriptedProxy to(ScriptedUpstream upstream) {
    return to(upstream, "");
  }

  /// Lets through who sends `authorization` as `Proxy-Authorization`, and answers 407 to others.
  public static ScriptedProxy to(ScriptedUpstream upstream, String authorization) {
    try {
      ServerSocket listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      ScriptedProxy proxy = new ScriptedProxy(listener, upstream.port(), authorization);
      Thread.ofVirtual().start(proxy::acceptAll);
      return proxy;
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  /// The port on 127.0.0.1.
  public int port() {
    return listener.getLocalPort();
  }

  /// The first lines of all requests so far, such as `CONNECT models.example:443 HTTP/1.1`.
  public List<String> passed() {
    return List.copyOf(passed);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String first = head.lines().findFirst().orElse("");
      passed.add(first);
      if (!demanded.isEmpty()
          && !head.toLowerCase(Locale.ROOT)
              .contains("proxy-authorization: " + demanded.toLowerCase(Locale.ROOT))) {
        write(client, "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
        return;
      }
      try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), upstreamPort)) {
        open.add(upstream);
        if (first.startsWith("CONNECT ")) {
          write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
          write(upstream, head);
        }
        Thread back = Thread.ofVirtual().start(() -> relay(upstream, client));
        relay(client, upstream);
        back.join();
      }
    } catch (IOException gone) {
      // One side left, or the test is over: both are for the test to notice.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  private static void relay(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // The other direction notices too.
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client left");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  /// Stops listening and closes all connections.
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : new ArrayList<>(open)) {
        socket.close();
      }
    } catch (IOException alreadyGone) {
      // Nothing is left to close.
    }
  }
}
