package dev.polder.engine.supervise;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Stands for a server that knows nothing of Polder: `/health` answers 200 until a GET of
/// `/fall-silent`; `/environment/NAME` tells a variable; `/exit/CODE` ends it. Its argument is the
/// port.
final class ServerStandIn {
  private static volatile boolean silent;

  private ServerStandIn() {}

  public static void main(String[] arguments) throws IOException {
    var address =
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/health", exchange -> answer(exchange, "fine"));
    server.createContext(
        "/environment/",
        exchange ->
            answer(
                exchange,
                Optional.ofNullable(System.getenv(lastPart(exchange))).orElse("(not set)")));
    server.createContext(
        "/fall-silent",
        exchange -> {
          answer(exchange, "no more answers");
          silent = true;
        });
    server.createContext(
        "/exit/", exchange -> Runtime.getRuntime().halt(Integer.parseInt(lastPart(exchange))));
    server.start();
  }

  private static String lastPart(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    if (silent) {
      return;
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
