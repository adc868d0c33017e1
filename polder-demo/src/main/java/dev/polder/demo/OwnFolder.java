package dev.polder.demo;

import dev.polder.app.admin.StateFolder;
import dev.polder.app.admin.StateHold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder that one demo has for itself: empty at first, whatever an earlier one left behind, and
/// another than that of a demo which runs beside it. What is in it stays until the next demo.
final class OwnFolder implements AutoCloseable {
  private static final int MOST = 9;

  private final Path path;
  private final StateHold hold;

  private OwnFolder(Path path, StateHold hold) {
    this.path = path;
    this.hold = hold;
  }

  /// The first of `demo-1`, `demo-2` and so on below `parent` that no running demo has.
  ///
  /// @throws IOException when there is none, or nothing can be written there
  static OwnFolder below(Path parent) throws IOException {
    for (int number = 1; number < MOST; number++) {
      Path path = parent.resolve("demo-" + number);
      Optional<StateHold> hold = hold(path);
      if (hold.isPresent()) {
        return emptied(path, hold.get());
      }
    }
    Path last = parent.resolve("demo-" + MOST);
    return emptied(last, new StateFolder(last).hold());
  }

  /// Empty where another demo has it: the next folder is as good.
  private static Optional<StateHold> hold(Path path) throws IOException {
    try {
      return Optional.of(new StateFolder(path).hold());
    } catch (IOException held) {
      if (!Files.isWritable(path)) {
        throw held;
      }
      return Optional.empty();
    }
  }

  private static OwnFolder emptied(Path path, StateHold hold) throws IOException {
    List<Path> old;
    try (Stream<Path> all = Files.walk(path)) {
      old =
          all.filter(file -> !file.equals(path) && !file.equals(path.resolve("lock")))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
    return new OwnFolder(path, hold);
  }

  Path path() {
    return path;
  }

  /// Lets another demo have it.
  @Override
  public void close() {
    hold.close();
  }
}
