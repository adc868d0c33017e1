package dev.polder.engine.supervise;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds programs as the shell will, but beforehand, so that the message can name the remedy.
///
/// @param folder where the command runs: a name with a slash is looked up from here
/// @param path the `PATH` of the command's environment
record CommandSearch(Path folder, String path) {
  /// The program that gives a command a session of its own, if this system has one.
  static Optional<Path> setsid() {
    return new CommandSearch(Path.of("/"), System.getenv().getOrDefault("PATH", ""))
        .places("setsid")
        .filter(CommandSearch::isProgram)
        .findFirst();
  }

  void require(String engine, String command) throws CannotStart {
    if (places(command).anyMatch(CommandSearch::isProgram)) {
      return;
    }
    Optional<Path> there = places(command).filter(Files::isRegularFile).findFirst();
    throw new CannotStart(
        CannotStart.Kind.FOR_GOOD,
        there
            .map(file ->
                "Engine '%s' cannot start: command '%s' (%s) is not executable. Run chmod +x on it, or name the program that runs it first."
                    .formatted(engine, command, file))
            .orElseGet(() ->
                "Engine '%s' cannot start: command '%s' was not found %s. Install it, or name it with its whole path."
                    .formatted(engine, command, whereLooked(command))));
  }

  private String whereLooked(String command) {
    return command.contains("/") ? "from the folder " + folder : "on the PATH (" + path + ")";
  }

  private Stream<Path> places(String command) {
    if (command.contains("/")) {
      return Stream.of(folder.resolve(command));
    }
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(place -> folder.resolve(place).resolve(command));
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
