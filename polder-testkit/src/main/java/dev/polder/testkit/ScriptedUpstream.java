package dev.polder.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/// A server on a real loopback socket that answers as scripted, byte for byte, faults included.
///
/// It speaks HTTP/1.1 by hand, so that it can also break it. Each connection has a virtual thread.
public final class ScriptedUpstream implements AutoCloseable {
  private final ServerSocket listener;
  private final Queue<Script> next = new ConcurrentLinkedQueue<>();
  private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Long> departures = new LinkedBlockingQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<ReceivedRequest, Script> always =
      request -> Script.begin().reply(500, "text/plain", "nothing scripted for " + request.path());

  private final String scheme;

  private ScriptedUpstream(ServerSocket listener, String scheme) {
    this.listener = listener;
    this.scheme = scheme;
  }

  public static ScriptedUpstream start() {
    return start(ServerSocketFactory.getDefault(), "http");
  }

  /// One that speaks TLS and shows `certificate`.
  public static ScriptedUpstream startTls(TestAuthority.Certificate certificate) {
    try {
      return start(certificate.sockets(), "https");
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  private static ScriptedUpstream start(ServerSocketFactory sockets, String scheme) {
    try {
      ServerSocket listener = sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
      ScriptedUpstream upstream = new ScriptedUpstream(listener, scheme);
      Thread.ofVirtual().start(upstream::acceptAll);
      return upstream;
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  /// The base URL to configure: `http://127.0.0.1:PORT/v1`, or the same with `https`.
  public URI baseUrl() {
    return URI.create(scheme + "://127.0.0.1:" + port() + "/v1");
  }

  /// The port on 127.0.0.1.
  public int port() {
    return listener.getLocalPort();
  }

  /// Follows `script` for the next request that has none yet.
  public ScriptedUpstream next(Script script) {
    next.add(script);
    return this;
  }

  /// Follows `script` for every request for which none was set by [#next(Script)].
  public ScriptedUpstream always(Script script) {
    always = request -> script;
    return this;
  }

  public ScriptedUpstream always(Function<ReceivedRequest, Script> choice) {
    always = choice;
    return this;
  }

  /// All requests so far, in order of arrival.
  public List<ReceivedRequest> received() {
    return List.copyOf(received);
  }

  public int connections() {
    return connections.get();
  }

  /// Waits until the other side leaves a stalled or awaiting script; `System.nanoTime()` of it.
  public long awaitDeparture() throws InterruptedException {
    Long departed = departures.poll(10, TimeUnit.SECONDS);
    if (departed == null) {
      throw new AssertionError("nobody left the scripted upstream within 10 s");
    }
    return departed;
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      boolean goOn = true;
      while (goOn) {
        ReceivedRequest request = read(socket.getInputStream());
        if (request == null) {
          return;
        }
        received.add(request);
        Script scripted = next.poll();
        goOn = follow(scripted == null ? always.apply(request) : scripted, socket);
      }
    } catch (IOException gone) {
      // The other side left, or the test is over: both are for the test to notice.
    } finally {
      open.remove(socket);
    }
  }

  /// Whether the connection may carry another request.
  private boolean follow(Script script, Socket socket) throws IOException {
    for (Script.Step step : script.steps()) {
      switch (step) {
        case Script.Step.Send send -> {
          socket.getOutputStream().write(send.bytes().array());
          socket.getOutputStream().flush();
        }
        case Script.Step.Await await -> {
          if (!awaitGate(await, socket)) {
            return false;
          }
        }
        case Script.Step.Reach reach -> reach.reached().countDown();
        case Script.Step.Stall stall -> {
          while (!hasLeft(socket)) {
            Thread.onSpinWait();
          }
          return false;
        }
        case Script.Step.Cut cut -> {
          socket.setSoLinger(true, 0);
          return false;
        }
        case Script.Step.Close close -> {
          return false;
        }
      }
    }
    return true;
  }

  private boolean awaitGate(Script.Step.Await await, Socket socket) throws IOException {
    while (await.gate().getCount() > 0) {
      if (hasLeft(socket)) {
        return false;
      }
    }
    return true;
  }

  /// Waits a few milliseconds for the other side to leave.
  private boolean hasLeft(Socket socket) throws IOException {
    socket.setSoTimeout(5);
    try {
      if (socket.getInputStream().read() < 0) {
        departures.add(System.nanoTime());
        return true;
      }
      return false;
    } catch (SocketTimeoutException stillThere) {
      return false;
    } catch (IOException reset) {
      departures.add(System.nanoTime());
      return true;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  private static @Nullable ReceivedRequest read(InputStream in) throws IOException {
    String first = readLine(in);
    if (first == null) {
      return null;
    }
    String[] words = first.split(" ", -1);
    Map<String, String> headers = new HashMap<>();
    for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new ReceivedRequest(
        words[0], words[1], Map.copyOf(headers), new String(readBody(in, headers), UTF_8));
  }

  private static byte[] readBody(InputStream in, Map<String, String> headers) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      while (true) {
        String size = readLine(in);
        if (size == null) {
          throw new EOFException();
        }
        byte[] chunk = in.readNBytes(Integer.parseInt(size.strip(), 16));
        readLine(in);
        if (chunk.length == 0) {
          return body.toByteArray();
        }
        body.write(chunk);
      }
    }
    return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  /// Stops listening and resets all connections, as a killed process would.
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : new ArrayList<>(open)) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException alreadyGone) {
      // Nothing is left to close.
    }
  }
}
