package dev.polder.engine.supervise;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

/// Stands for the child of an embedded model: says on which port it is ready, answers there with
/// 403, prints the lines that it is sent, ends with its standard input. A folder that is not there
/// is a bad model folder; the line `crash` takes its JVM down.
final class EngineStandIn {
  private EngineStandIn() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    if (!Files.isDirectory(folder)) {
      System.err.println("Model folder " + folder + " is not there.");
      System.exit(2);
    }
    System.out.println("arguments " + Arrays.asList(arguments).subList(1, arguments.length));
    System.out.println("environment " + System.getenv().keySet());
    System.out.println("polder-engine ready port=" + serve() + " model=" + arguments[2]);
    var lines = new Scanner(System.in, StandardCharsets.UTF_8);
    while (lines.hasNextLine()) {
      String line = lines.nextLine();
      System.out.println("heard " + line);
      if (line.equals("crash")) {
        crash();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /// Refuses everything, as a withdrawn model does; returns the port.
  private static int serve() throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    HttpServer server = HttpServer.create(address, 16);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    return server.getAddress().getPort();
  }

  /// What broken native code does.
  @SuppressWarnings(
      "restricted") // reading where nothing is takes the whole JVM down: that is the point
  private static void crash() {
    MemorySegment nothing = MemorySegment.ofAddress(1 << 20).reinterpret(1);
    System.out.println(nothing.get(ValueLayout.JAVA_BYTE, 0));
  }
}
