import dev.polder.evals.run.AnswerCache;
import dev.polder.evals.run.Budget;
import dev.polder.evals.run.Cases;
import dev.polder.evals.run.Means;
import dev.polder.evals.run.Plan;
import dev.polder.evals.run.Run;
import dev.polder.evals.run.RunEnd;
import dev.polder.evals.run.RunHeader;
import dev.polder.evals.run.Subject;
import dev.polder.evals.run.Summary;
import dev.polder.evals.run.Tested;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Response;
import dev.polder.evals.solve.AsGateway;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.ModelPort;
import dev.polder.evals.solve.Reply;
import dev.polder.evals.solve.Solver;
import dev.polder.evals.suite.Suite;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Usage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs of suites of growing size, each in a process of its own, on a model that answers at once: one within the
/// process, and one behind HTTP on the loopback interface, which is in this process and shares its cores.
class Eval {
  static final String ANSWER =
      "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"" + "the bridge opens in May ".repeat(8) + "\"},"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":40}}";

  /// Those of ./polder, and a bound on the heap.
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC", "-Djdk.reflect.useNativeAccessorOnly=true", "-Xss512k", "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  static String aotCache = "";

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("child")) {
      child(arguments);
      return;
    }
    Path work = Path.of(arguments[0]);
    String classPath = arguments[1];
    int most = Integer.parseInt(arguments[2]);
    aotCache = arguments[3];
    int port = upstream();
    Path suite = suite(work.resolve("suite.jsonl"), most);
    int[] sizes = {most / 200, most / 20, most};
    System.out.printf(
        "%d processors, %s, %d samples at most%n%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version(), most);
    System.out.println("| what | samples | s | samples/s | heap alive MB | resident at most MB |");
    System.out.println("|---|---|---|---|---|---|");
    for (int n : sizes) {
      row("model in the process", n, start(classPath, "run", work, suite, n, 0, work.resolve("in-" + n), false));
    }
    for (int n : sizes) {
      row("model behind HTTP", n, start(classPath, "run", work, suite, n, port, work.resolve("http-" + n), false));
    }
    row("model in the process, answers kept", most,
        start(classPath, "run", work, suite, most, 0, work.resolve("kept"), true));
    row("every answer from the cache", most,
        start(classPath, "run", work, suite, most, 0, work.resolve("cached"), true));
    Path log = work.resolve("in-" + most);
    cut(log);
    long began = System.nanoTime();
    Map<String, String> resumed = start(classPath, "resume", work, suite, most, 0, log, false);
    double whole = (System.nanoTime() - began) / 1e9;
    System.out.printf(Locale.ROOT,
        "%nGoing on with %,d samples of which the last 100 are missing: suite read %s s, log read %s s, first question"
            + " %s s after the start of the process; done after %.2f s, summary included (%s s).%n",
        most, resumed.get("suite"), resumed.get("open"), resumed.get("first"), whole, resumed.get("summary"));
  }

  static void row(String what, int n, Map<String, String> told) {
    System.out.printf(Locale.ROOT, "| %s | %,d | %s | %,.0f | %s | %s |%n",
        what, n, told.get("seconds"), n / Double.parseDouble(told.get("seconds")), told.get("alive"),
        told.get("resident"));
  }

  static Map<String, String> start(
      String classPath, String mode, Path work, Path suite, int n, int port, Path log, boolean cached)
      throws Exception {
    List<String> command =
        Stream.concat(
                Stream.concat(
                    Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), FLAGS.stream()),
                Stream.of("-XX:AOTCache=" + aotCache, "-cp", classPath, "Eval", "child", mode, work.toString(), suite.toString(),
                    Integer.toString(n), Integer.toString(port), log.toString(), Boolean.toString(cached)))
            .toList();
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return output.lines().map(line -> line.split("=", 2)).collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }

  // ---- the child

  static void child(String[] arguments) throws Exception {
    boolean resume = arguments[1].equals("resume");
    Path work = Path.of(arguments[2]);
    int n = Integer.parseInt(arguments[4]);
    int port = Integer.parseInt(arguments[5]);
    Path log = Path.of(arguments[6]);
    boolean cached = Boolean.parseBoolean(arguments[7]);
    long began = System.nanoTime();
    Suite suite = Suite.read(Path.of(arguments[3]));
    tell("suite", (System.nanoTime() - began) / 1e9);
    Cases cases =
        new Cases(suite.name(), suite.digest(), suite.samples(), suite.scorecard(Ports.NONE)::score, suite.primary(),
            suite.guardrail());
    Solver solver = new AsGateway("bench");
    try (HttpModels models = HttpModels.open(64);
        AnswerCache cache =
            cached
                ? AnswerCache.open(work.resolve("cache"), Instant.now(), new SplittableRandom())
                : AnswerCache.none()) {
      First asked = new First(port == 0 ? Eval::atOnce : models.port(deployment(port), HttpModels.Limits.USUAL));
      Tested tested =
          new Tested(new Subject("bench", "bench", "m", "sha256:bench"), Preset.CUSTOM, Optional.empty(), asked,
              Framing.NONE);
      Means means =
          new Means(cache, Budget.unlimited(), Means.Settings.USUAL, "bench", InstantSource.system(),
              new SplittableRandom(1));
      RunHeader header =
          new RunHeader("bench", "bench", Instant.now(), new RunHeader.SuiteMark(suite.name(), suite.digest(),
              suite.samples().size(), suite.primary(), suite.guardrail()), tested.subject(),
              new RunHeader.Method("", solver.description(), solver.digest(), "", ""), Optional.empty(), new Plan(n, 1, 1),
              Optional.empty());
      long start = System.nanoTime();
      Run run =
          resume
              ? Run.resume(log, header, cases, solver, tested, means)
              : Run.begin(log, header, cases, solver, tested, means);
      tell("open", (System.nanoTime() - start) / 1e9);
      RunEnd end = run.go();
      tell("seconds", (System.nanoTime() - start) / 1e9);
      if (end.kind() != RunEnd.Kind.COMPLETE || run.progress().answered() != n || run.progress().errors() > 0) {
        throw new IllegalStateException(end + " " + run.progress());
      }
      if (asked.at > 0) {
        tell("first", (asked.at - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3);
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      tell("alive", (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0);
      long summing = System.nanoTime();
      if (Summary.of(log).answered() != n) {
        throw new IllegalStateException("the log has " + Summary.of(log).answered());
      }
      tell("summary", (System.nanoTime() - summing) / 1e9);
      tell("resident", mostResident());
    }
  }

  static void tell(String what, double value) {
    System.out.printf(Locale.ROOT, "%s=%.2f%n", what, value);
  }

  static final Reply.Answered YES =
      new Reply.Answered(Response.of("the bridge opens in May ".repeat(8)), Optional.of(new Usage(120, 40)));

  static Reply atOnce(dev.polder.model.openai.ModelRequest request) {
    return YES;
  }

  /// Notices when it is first asked.
  static final class First implements ModelPort {
    final ModelPort port;
    volatile long at;

    First(ModelPort port) {
      this.port = port;
    }

    @Override
    public Reply ask(dev.polder.model.openai.ModelRequest request) throws InterruptedException {
      if (at == 0) {
        at = System.currentTimeMillis();
      }
      return port.ask(request);
    }
  }

  static Deployment deployment(int port) {
    Provider provider =
        new Provider("bench", Preset.CUSTOM, () -> Optional.of(URI.create("http://127.0.0.1:" + port + "/v1")),
            Optional.empty());
    return new Deployment("bench", provider, "m", new Jurisdiction("NL", "NL", "NL"));
  }

  static double mostResident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IllegalStateException("no VmHWM");
  }

  // ---- what it is run on

  /// Samples of about 600 bytes.
  static Path suite(Path file, int n) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < n; i++) {
        writer.write(
            "{\"id\":\"sample-%07d\",\"input\":[{\"role\":\"system\",\"content\":\"You answer letters of citizens, politely and in plain words.\"},{\"role\":\"user\",\"content\":\"Letter %d. %s\"}],\"target\":\"the bridge opens in May\",\"tags\":[\"letters\"]}\n"
                .formatted(i, i, "When will the bridge over the canal be open to cyclists again? ".repeat(6)));
      }
    }
    return file;
  }

  /// As if it had been killed shortly before its end: the last 100 lines are gone, and the one before is torn.
  static void cut(Path log) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      int newlines = 0;
      long at = file.length() - 1;
      while (newlines <= 100) {
        at--;
        file.seek(at);
        newlines += file.read() == '\n' ? 1 : 0;
      }
      file.setLength(at - 20);
    }
  }

  /// Answers every request with the same, on a port that it returns.
  static int upstream() throws IOException {
    ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    byte[] answer =
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + ANSWER.length() + "\r\n\r\n" + ANSWER)
            .getBytes(StandardCharsets.US_ASCII);
    Thread.ofPlatform().daemon().start(() -> {
      while (true) {
        try {
          Socket socket = listener.accept();
          Thread.ofVirtual().start(() -> serve(socket, answer));
        } catch (IOException gone) {
          return;
        }
      }
    });
    return listener.getLocalPort();
  }

  static void serve(Socket socket, byte[] answer) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
      while (true) {
        int length = -1;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
          if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
            length = Integer.parseInt(line.substring(15).strip());
          }
        }
        if (length < 0) {
          return;
        }
        in.skipNBytes(length);
        socket.getOutputStream().write(answer);
      }
    } catch (IOException gone) {
      // The run is over.
    }
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
