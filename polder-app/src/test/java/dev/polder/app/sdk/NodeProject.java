package dev.polder.app.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `src/test/node`, installed under `target/` as its lock file says.
final class NodeProject {
  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path SOURCE = MODULE.resolve("src/test/node");
  private static final Path INSTALLED = MODULE.resolve("target/node");

  /// The oldest Node.js on which the client was seen to work; it asks for 22 itself.
  private static final int OLDEST_NODE = 20;

  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*");

  /// What npm says where the registry cannot be reached and its cache does not hold the package.
  private static final List<String> OFFLINE =
      List.of(
          "ENOTFOUND",
          "EAI_AGAIN",
          "ECONNREFUSED",
          "ECONNRESET",
          "ETIMEDOUT",
          "ENETUNREACH",
          "EHOSTUNREACH",
          "ENOTCACHED",
          "ERR_SOCKET_TIMEOUT");

  private NodeProject() {}

  /// How a command ended.
  private record Run(int exit, String output, String errors) {}

  /// Installs the client once; what npm's cache holds is not asked of the registry again.
  ///
  /// Where Node.js, npm or the registry cannot be had, the tests are skipped and say so. Whatever
  /// else goes wrong, a wrong digest above all, is a failure.
  static NodeProject installed() throws IOException, InterruptedException {
    Run version = run(MODULE, "node", "--version");
    Matcher matcher = VERSION.matcher(version.output().strip());
    if (version.exit() != 0 || !matcher.matches()) {
      abort("Node.js is not installed ('node --version' cannot be run).");
    } else if (Integer.parseInt(matcher.group(1)) < OLDEST_NODE) {
      abort("Node.js %d or newer is needed; this is %s.".formatted(OLDEST_NODE, matcher.group()));
    }
    if (run(MODULE, "npm", "--version").exit() != 0) {
      abort("npm is not installed ('npm --version' cannot be run).");
    }
    Path lock = INSTALLED.resolve("package-lock.json");
    boolean done =
        Files.isDirectory(INSTALLED.resolve("node_modules/openai"))
            && Files.exists(lock)
            && Files.mismatch(lock, SOURCE.resolve("package-lock.json")) < 0;
    Files.createDirectories(INSTALLED);
    for (String name : List.of("package.json", "scenarios.mjs")) {
      Files.write(INSTALLED.resolve(name), Files.readAllBytes(SOURCE.resolve(name)));
    }
    if (!done) {
      Files.write(lock, Files.readAllBytes(SOURCE.resolve("package-lock.json")));
      install(lock);
    }
    return new NodeProject();
  }

  private static void install(Path lock) throws IOException, InterruptedException {
    Run install =
        run(
            INSTALLED,
            "npm",
            "ci",
            "--ignore-scripts",
            "--prefer-offline",
            "--no-audit",
            "--no-fund",
            "--fetch-retries=1",
            "--fetch-timeout=30000");
    if (install.exit() == 0) {
      return;
    }
    Files.delete(lock); // so that the next run tries again
    Optional<String> offline = OFFLINE.stream().filter(install.errors()::contains).findFirst();
    if (offline.isPresent()) {
      abort(
          "The npm registry cannot be reached (%s), and npm's cache does not hold the client."
              .formatted(offline.get()));
    }
    throw new AssertionError("npm ci failed:\n" + install.errors());
  }

  /// What one scenario printed.
  JsonNode scenario(String name, String baseUrl, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", "scenarios.mjs", name, baseUrl));
    command.addAll(List.of(more));
    Run run = run(INSTALLED, command.toArray(String[]::new));
    if (run.exit() != 0) {
      throw new AssertionError("scenario '%s' failed:\n%s".formatted(name, run.errors()));
    }
    return new JsonMapper().readTree(run.output());
  }

  private static Run run(Path folder, String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("polder-node", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Run(process.waitFor(), output, Files.readString(errors));
    } catch (IOException missing) {
      return new Run(-1, "", String.valueOf(missing.getMessage()));
    } finally {
      Files.delete(errors);
    }
  }
}
