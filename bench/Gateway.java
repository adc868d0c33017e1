import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// The gateway that is measured: './polder serve' with one use case over one upstream.
class Gateway {
  /// Writes its configuration and tells how to start it; its output goes to out.log beside that.
  static ProcessBuilder at(int port, int upstreamPort, Path root, Path folder) throws IOException {
    Path file = folder.resolve("polder.yaml");
    Files.writeString(
        file,
        """
        organisation: Bench
        server: {port: %d}
        providers: {up: {preset: vllm, base-url: "http://127.0.0.1:%d/v1"}}
        deployments: {model: {provider: up, location: NL, control: NL, maker: NL}}
        use-cases: {letters: {candidates: [model]}}
        """
            .formatted(port, upstreamPort));
    return new ProcessBuilder(root.resolve("polder").toString(), "serve", "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out.log").toFile());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
