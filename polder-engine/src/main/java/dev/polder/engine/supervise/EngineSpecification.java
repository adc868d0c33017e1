package dev.polder.engine.supervise;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an engine runs, and how one sees that it is ready.
public sealed interface EngineSpecification {
  /// The engine's name in the configuration, in messages and in the log.
  String name();

  /// How long one start may take until it counts as failed and is tried again.
  Duration startLimit();

  /// This project's own engine on a model folder, in a JVM like this one.
  ///
  /// The child gets this JVM's `java` and class path, and of the environment only what a program
  /// needs to run: no key that Polder was given reaches the native code that parses a model file.
  ///
  /// @param folder the model folder, which the child checks
  /// @param jvmFlags flags after the defaults, so they win: a heap size, an AOT cache
  record EmbeddedModel(String name, Path folder, List<String> jvmFlags, Duration startLimit)
      implements EngineSpecification {
    public EmbeddedModel {
      requireName(name);
      requirePositive(name, "start limit", startLimit);
      jvmFlags = List.copyOf(jvmFlags);
    }

    /// A model folder with the default flags, two minutes to start.
    public static EmbeddedModel of(String name, Path folder) {
      return new EmbeddedModel(name, folder, List.of(), Duration.ofMinutes(2));
    }

    public EmbeddedModel withJvmFlags(List<String> jvmFlags) {
      return new EmbeddedModel(name, folder, jvmFlags, startLimit);
    }

    public EmbeddedModel withStartLimit(Duration startLimit) {
      return new EmbeddedModel(name, folder, jvmFlags, startLimit);
    }
  }

  /// A server of somebody else's, ready when it answers an HTTP GET with 200.
  ///
  /// It inherits Polder's environment; `PORT` is set to the chosen port. It should listen on
  /// loopback only (`--host 127.0.0.1`): whoever reaches its port goes round the gateway.
  ///
  /// @param command the program and its arguments; `{port}` in one becomes the chosen port
  /// @param probePaths asked in this order until one answers 200; the first one also tells later
  ///   whether the server still lives
  /// @param environment added to what is inherited, and wins
  /// @param workingFolder where the command runs; the empty path is Polder's own
  record ExternalCommand(
      String name,
      List<String> command,
      Port port,
      List<String> probePaths,
      Map<String, String> environment,
      Path workingFolder,
      Duration startLimit)
      implements EngineSpecification {
    /// What stands for the chosen port in an argument.
    static final String PORT_PLACEHOLDER = "{port}";

    public ExternalCommand {
      requireName(name);
      requirePositive(name, "start limit", startLimit);
      command = List.copyOf(command);
      probePaths = List.copyOf(probePaths);
      environment = Map.copyOf(environment);
      if (command.isEmpty() || command.getFirst().isBlank()) {
        throw new IllegalArgumentException(
            "Engine '%s' has no command. Give it one, such as [llama-server, --port, '{port}']."
                .formatted(name));
      }
      if (probePaths.isEmpty()) {
        throw new IllegalArgumentException(
            "Engine '%s' has no probe path. Give it one, such as /health.".formatted(name));
      }
      for (String path : probePaths) {
        if (!path.startsWith("/")) {
          throw new IllegalArgumentException(
              "Engine '%s' has the probe path '%s', which does not begin with '/'. Write '/%s'."
                  .formatted(name, path, path));
        }
      }
    }

    /// A command on a free port, asked at `/health`, then at `/v1/models`; ten minutes to start,
    /// because large weights take their time.
    public static ExternalCommand of(String name, List<String> command) {
      return new ExternalCommand(
          name,
          command,
          new Port.Automatic(),
          List.of("/health", "/v1/models"),
          Map.of(),
          Path.of(""),
          Duration.ofMinutes(10));
    }

    public ExternalCommand withPort(Port port) {
      return new ExternalCommand(
          name, command, port, probePaths, environment, workingFolder, startLimit);
    }

    public ExternalCommand withProbePaths(List<String> probePaths) {
      return new ExternalCommand(
          name, command, port, probePaths, environment, workingFolder, startLimit);
    }

    public ExternalCommand withEnvironment(Map<String, String> environment) {
      return new ExternalCommand(
          name, command, port, probePaths, environment, workingFolder, startLimit);
    }

    public ExternalCommand withWorkingFolder(Path workingFolder) {
      return new ExternalCommand(
          name, command, port, probePaths, environment, workingFolder, startLimit);
    }

    public ExternalCommand withStartLimit(Duration startLimit) {
      return new ExternalCommand(
          name, command, port, probePaths, environment, workingFolder, startLimit);
    }
  }

  /// The loopback port of an external server.
  sealed interface Port {
    /// A free port, chosen anew at every start.
    record Automatic() implements Port {}

    /// Always this port, from 1 to 65535.
    record Fixed(int number) implements Port {
      public Fixed {
        if (number < 1 || number > 65_535) {
          throw new IllegalArgumentException(
              "Port %d does not exist. Name one from 1 to 65535, or 'auto'.".formatted(number));
        }
      }
    }
  }

  private static void requireName(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An engine has no name. Give it one, such as 'local'.");
    }
  }

  private static void requirePositive(String name, String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "Engine '%s' has the %s %s. It must be longer than nothing, such as 2m."
              .formatted(name, what, value));
    }
  }
}
