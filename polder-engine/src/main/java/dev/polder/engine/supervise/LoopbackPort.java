package dev.polder.engine.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/// Finds out which ports of this machine's loopback address are free.
///
/// Between finding a port and the server's taking it another process may come first; the server
/// then ends, and the next start chooses again.
final class LoopbackPort {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private LoopbackPort() {}

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// The number of the port to use, which was free a moment ago.
  static int free(String engine, EngineSpecification.Port port) throws CannotStart {
    int wanted =
        switch (port) {
          case EngineSpecification.Port.Automatic() -> 0;
          case EngineSpecification.Port.Fixed(int number) -> number;
        };
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, wanted));
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new CannotStart(
          CannotStart.Kind.FOR_NOW,
          "Engine '%s' cannot have port %d (%s): another process holds it. End that process, or write 'port: auto'."
              .formatted(engine, wanted, taken.getMessage()));
    }
  }
}
