import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
    return connections(socket -> socket.localPort() == port);
  }

  /// Connections that the gateway has opened: to upstreams, its own engines among them.
  long upstreamConnections() throws IOException {
    Set<String> own = socketsOfProcess();
    return connections(socket -> socket.localPort() != port && own.contains(socket.inode()));
  }

  private record Connection(int localPort, String inode) {}

  /// Those that the gateway still has to do something about: ESTABLISHED (01) and CLOSE_WAIT (08) of
  /// proc_pid_net(5).
  private static long connections(Predicate<Connection> wanted) throws IOException {
    long count = 0;
    for (String file : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      for (String line : Files.readAllLines(Path.of(file))) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 9 && (words[3].equals("01") || words[3].equals("08"))) {
          int localPort = Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1), 16);
          count += wanted.test(new Connection(localPort, words[9])) ? 1 : 0;
        }
      }
    }
    return count;
  }

  /// The inodes of the process's sockets.
  private Set<String> socketsOfProcess() throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        try {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        } catch (NoSuchFileException closed) {
          // Between the listing and the look: then it is no leak.
        }
      }
    }
    return inodes;
  }
}
