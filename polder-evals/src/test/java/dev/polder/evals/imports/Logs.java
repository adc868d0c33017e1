package dev.polder.evals.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The logs that the tools wrote, as `src/test/resources/imports/SOURCE.md` tells.
final class Logs {
  static final Path FOLDER = Path.of("src/test/resources/imports");
  static final Path GOOD = FOLDER.resolve("good");

  private Logs() {}

  static ImportedRun only(Path file, Wishes wishes) throws Exception {
    List<ImportedRun> runs = new Imports(wishes, "Polder test").read(file);
    if (runs.size() != 1) {
      throw new AssertionError(file + " holds " + runs.size() + " runs");
    }
    return runs.getFirst();
  }

  static ImportedRun only(String name) throws Exception {
    return only(GOOD.resolve(name), Wishes.NONE);
  }

  /// The one samples file in a folder of lm-evaluation-harness, whose name tells its time.
  static Path samples(String folder) throws IOException {
    try (Stream<Path> files = Files.list(GOOD.resolve(folder))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("samples_"))
          .findFirst()
          .orElseThrow();
    }
  }
}
