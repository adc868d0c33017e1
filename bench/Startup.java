import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Start-up to the first answered request, and idle memory. The upstream is in this process; nothing of an
/// engine is started. With and without the AOT cache in turn, so that noise hits both alike.
class Startup {
  static final String ANSWER =
      "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}";

  static HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    HttpServer upstream =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(200, ANSWER.length());
          exchange.getResponseBody().write(ANSWER.getBytes());
          exchange.close();
        });
    upstream.start();
    Path folder = Files.createTempDirectory("polder-bench");
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    List<Double> fresh = new ArrayList<>();
    List<Double> worked = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      without.add(run(root, folder, upstream, false, null, null));
      with.add(run(root, folder, upstream, true, fresh, worked));
    }
    upstream.stop(0);
    System.out.printf("processors %d, %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version());
    print("start to first answered request, AOT cache, s", with);
    print("start to first answered request, no cache, s", without);
    print("idle resident memory after the first request, MB", fresh);
    print("idle resident memory after 2,000 more, MB", worked);
    System.exit(0);
  }

  static double run(
      Path root, Path folder, HttpServer upstream, boolean cache, List<Double> fresh, List<Double> worked)
      throws Exception {
    int port = Gateway.freePort();
    ProcessBuilder builder = Gateway.at(port, upstream.getAddress().getPort(), root, folder);
    if (!cache) {
      builder.environment().put("POLDER_JAVA_FLAGS", "-XX:AOTMode=off");
    }
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      while (!answers(port)) {
        if (!process.isAlive()) {
          throw new IllegalStateException(Files.readString(folder.resolve("out.log")));
        }
        Thread.sleep(2);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (fresh != null) {
        Thread.sleep(2000);
        fresh.add(resident(process));
        for (int i = 0; i < 2000; i++) {
          answers(port);
        }
        Thread.sleep(2000);
        worked.add(resident(process));
      }
      return seconds;
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  static boolean answers(int port) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
              .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"letters\",\"messages\":[]}"))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().equals(ANSWER);
    } catch (IOException notYet) {
      return false;
    }
  }

  /// `./polder` replaces itself by the JVM, so the process is the JVM.
  static double resident(Process process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  static void print(String what, List<Double> values) {
    Collections.sort(values);
    System.out.printf(
        Locale.ROOT,
        "%-52s median %.2f  (least %.2f, most %.2f, n = %d)%n",
        what,
        values.get(values.size() / 2),
        values.getFirst(),
        values.getLast(),
        values.size());
  }
}
