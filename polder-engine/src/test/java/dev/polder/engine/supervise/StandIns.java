package dev.polder.engine.supervise;

import dev.polder.engine.supervise.EngineSupervisor.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// How the tests start their programs, and how impatient they are.
final class StandIns {
  static final Policy BRISK =
      new Policy(
          Duration.ofMillis(20),
          Duration.ofMillis(320),
          Duration.ofMinutes(5),
          Duration.ofMillis(300),
          Duration.ofMillis(1500),
          Duration.ofSeconds(1));

  /// Always draws the largest value, so that pauses show their cap.
  static final RandomGenerator LARGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private StandIns() {}

  static List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static List<String> server() {
    return java(ServerStandIn.class, "{port}");
  }

  /// A shell script, then the server in the same process; `$1` of the script is the port.
  static List<String> serverAfter(String script) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", script + "\nexec \"$@\"", "sh"));
    command.addAll(server());
    return command;
  }
}
