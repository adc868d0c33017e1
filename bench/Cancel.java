import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// How long after a client's departure its upstream, which says nothing, sees the connection close. Once
/// before the upstream's head, once in the middle of a stream.
class Cancel {
  static LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  static LinkedBlockingQueue<Long> departed = new LinkedBlockingQueue<>();
  static volatile boolean begin;

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    ServerSocket upstream = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> acceptAll(upstream));
    int port = Gateway.freePort();
    Path folder = Files.createTempDirectory("polder-bench");
    Process process = Gateway.at(port, upstream.getLocalPort(), root, folder).start();
    try {
      awaitListening(port);
      for (int i = 0; i < 10; i++) {
        round(port, i % 2 == 0);
      }
      List<Double> before = new ArrayList<>();
      List<Double> within = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        before.add(round(port, false));
        within.add(round(port, true));
      }
      print("client leaves before the upstream's head, ms", before);
      print("client leaves in mid-stream, upstream silent, ms", within);
    } finally {
      process.destroy();
      process.waitFor();
    }
    System.exit(0);
  }

  static double round(int port, boolean withinStream) throws Exception {
    begin = withinStream;
    String body = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client
        .getOutputStream()
        .write(
            ("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.UTF_8));
    arrived.take();
    if (withinStream) {
      client.getInputStream().read();
    }
    Thread.sleep(20);
    long left = System.nanoTime();
    client.close();
    Long seen = departed.poll(20, TimeUnit.SECONDS);
    if (seen == null) {
      throw new IllegalStateException("the upstream was not cancelled within 20 s");
    }
    return (seen - left) / 1e6;
  }

  static void acceptAll(ServerSocket upstream) {
    while (true) {
      try {
        Socket socket = upstream.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (java.io.IOException over) {
        return;
      }
    }
  }

  static void serve(Socket socket) {
    try (socket) {
      byte[] buffer = new byte[64 * 1024];
      socket.getInputStream().read(buffer);
      arrived.add("");
      if (begin) {
        String event =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";
        socket
            .getOutputStream()
            .write(
                ("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                        + Integer.toHexString(event.length())
                        + "\r\n"
                        + event
                        + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
      }
      while (socket.getInputStream().read(buffer) >= 0) {}
    } catch (java.io.IOException reset) {
      // A reset is a departure too.
    }
    departed.add(System.nanoTime());
  }

  static void awaitListening(int port) throws Exception {
    for (int i = 0; ; i++) {
      try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (java.io.IOException notYet) {
        if (i > 3000) {
          throw notYet;
        }
        Thread.sleep(10);
      }
    }
  }

  static void print(String what, List<Double> values) {
    Collections.sort(values);
    System.out.printf(
        Locale.ROOT,
        "%-52s median %.1f  99th percentile %.1f  most %.1f  (n = %d)%n",
        what,
        values.get(values.size() / 2),
        values.get((int) Math.ceil(values.size() * 0.99) - 1),
        values.getLast(),
        values.size());
  }
}
