package dev.polder.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts what is compared, each as a process of its own on the same core, and stops it in the end.
final class Contenders implements AutoCloseable {
  private static final List<String> PIN = List.of("taskset", "-c", "0");
  private static final int LONGEST_START_SECONDS = 60;

  private final Settings settings;
  private final int upstreamPort;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  /// @param folder for configurations and output
  Contenders(Settings settings, int upstreamPort, Path folder) {
    this.settings = settings;
    this.upstreamPort = upstreamPort;
    this.folder = folder;
  }

  Contender direct() {
    return new Contender(Contender.DIRECT, upstreamPort, Processes.NONE);
  }

  Contender nginx() throws IOException, InterruptedException {
    int port = freePort();
    Path configuration = Files.writeString(folder.resolve("nginx.conf"), nginxConfiguration(port));
    return start(
        Contender.NGINX,
        port,
        new ProcessBuilder(
            "nginx", "-e", "stderr", "-p", folder.toString(), "-c", configuration.toString()));
  }

  /// Buffered for whole answers and not for streams, which say so in a header of theirs: a relay
  /// that waits for a buffer to fill would be of no use to their readers.
  private String nginxConfiguration(int port) {
    return """
    daemon off;
    pid %1$s/nginx.pid;
    user root;
    worker_processes 1;
    worker_rlimit_nofile 65536;
    error_log stderr crit;
    events { worker_connections 32768; }
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      keepalive_requests 1000000000;
      proxy_max_temp_file_size 0;
      upstream model { server 127.0.0.1:%3$d; keepalive 1024; keepalive_requests 1000000000; }
      server {
        listen 127.0.0.1:%2$d backlog=4096;
        location / {
          proxy_pass http://model;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }
    """
        .formatted(folder, port, upstreamPort);
  }

  Contender relay() throws IOException, InterruptedException {
    int port = freePort();
    return start(
        Contender.RELAY,
        port,
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xss512k",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Relay.class.getName(),
            Integer.toString(port),
            Integer.toString(upstreamPort)));
  }

  /// @param javaFlags in addition to those of `./polder`
  Contender polder(String javaFlags) throws IOException, InterruptedException {
    return polder(Contender.POLDER, settings.root(), javaFlags);
  }

  /// @param root the checkout that it is started from
  Contender polder(String name, Path root, String javaFlags)
      throws IOException, InterruptedException {
    int port = freePort();
    Path configuration = Files.writeString(folder.resolve(name + ".yaml"), polderYaml(name, port));
    ProcessBuilder builder =
        new ProcessBuilder(
            root.resolve("polder").toString(), "serve", "-c", configuration.toString());
    builder
        .environment()
        .merge("POLDER_JAVA_FLAGS", javaFlags, (given, added) -> given + " " + added);
    return start(name, port, builder);
  }

  /// A use case for each workload, each with a fallback that is never needed.
  private String polderYaml(String name, int port) {
    StringBuilder yaml =
        new StringBuilder(
            """
            organisation: Bench
            server: {port: %d}
            admin: {port: %d}
            outcomes: %s
            providers: {up: {preset: vllm, base-url: "http://127.0.0.1:%d/v1"}}
            deployments:
            """
                .formatted(port, freePort(), folder.resolve(name + ".jsonl"), upstreamPort));
    for (Workload workload : Workload.values()) {
      for (String place : List.of("first", "second")) {
        yaml.append(
            "  %1$s-%2$s: {provider: up, model: %1$s, location: NL, control: NL, maker: NL}\n"
                .formatted(workload.label(), place));
      }
    }
    yaml.append("use-cases:\n");
    for (Workload workload : Workload.values()) {
      yaml.append("  %1$s: {candidates: [%1$s-first, %1$s-second]}\n".formatted(workload.label()));
    }
    return yaml.toString();
  }

  private Contender start(String name, int port, ProcessBuilder builder)
      throws IOException, InterruptedException {
    if (settings.cores()) {
      builder.command().addAll(0, PIN);
    }
    Path output = folder.resolve(name + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    processes.add(process);
    long given = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > given) {
        throw new IllegalStateException(
            "%s did not start: %s".formatted(name, Files.readString(output)));
      }
      Thread.sleep(10);
    }
    return new Contender(name, port, Processes.of(process.toHandle()));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  /// Stops all that was started.
  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException stopped) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
