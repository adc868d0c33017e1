import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The gateway under test: a './polder serve' of its own, seen from outside.
class Gateway {
  final int port;
  final Path folder;
  final Process process;

  Gateway(Path root, String configuration) throws IOException, InterruptedException {
    folder = Files.createTempDirectory("polder-soak");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path file = Files.writeString(folder.resolve("polder.yaml"), configuration.formatted(port));
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("polder").toString(), "serve", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile());
    // A bounded heap, so that a leak would show.
    builder.environment().put("POLDER_JAVA_FLAGS", "-Xmx256m");
    process = builder.start();
    for (int i = 0; !listens(); i++) {
      if (i > 3000 || !process.isAlive()) {
        process.destroyForcibly();
        throw new IllegalStateException(log());
      }
      Thread.sleep(10);
    }
  }

  private boolean listens() {
    try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  String log() throws IOException {
    return Files.readString(folder.resolve("out.log"));
  }

  List<String> receipts() throws IOException {
    return Files.readAllLines(folder.resolve("outcomes.jsonl"));
  }

  /// Resident memory in MB.
  double resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  /// What is alive on the heap, in MB: the histogram of live objects is taken after a full collection.
  double alive() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(process.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(jcmd.getInputStream(), StandardCharsets.UTF_8))) {
      String total = out.lines().filter(line -> line.startsWith("Total")).findFirst().orElse("");
      String[] words = total.split("\\s+");
      if (words.length < 3) {
        throw new IllegalStateException("jcmd gave no histogram");
      }
      return Long.parseLong(words[2]) / 1024.0 / 1024.0;
    }
  }

  /// How many files and sockets the process holds open.
  long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.count();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /// Connections at the data port that are not closed on both sides.
  long clientConnections() throws IOException {
    String local = ":%04X".formatted(port);
    long count = 0;
    for (String file : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] words = line.strip().split("\\s+");
        // 01 is ESTABLISHED, 08 is CLOSE_WAIT: the gateway still has to do something.
        boolean held = words.length > 3 && (words[3].equals("01") || words[3].equals("08"));
        count += held && words[1].endsWith(local) ? 1 : 0;
      }
    }
    return count;
  }
}
