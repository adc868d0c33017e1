package dev.polder.app.evidence;

import dev.polder.evals.imports.ImportedSuite;
import dev.polder.evals.suite.BadSuiteException;
import dev.polder.evals.suite.Suite;
import dev.polder.evidence.finding.SuiteVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What suites are now: the names that they call themselves, by which findings know them, and the
/// digests of their content. A suite is read again only when its files look otherwise. Any thread.
public final class Suites {
  private final Map<Path, Read> known = new ConcurrentHashMap<>();

  private record Read(Stamp stamp, SuiteVersion version) {}

  /// The suite at `path` as it is now. May take a second where it is large and has changed.
  ///
  /// @throws IOException when it cannot be used; the message says why in a line
  public SuiteVersion version(Path path) throws IOException {
    Stamp stamp = Stamp.of(path, file -> true);
    Read before = known.get(path);
    if (before != null && before.stamp().equals(stamp)) {
      return before.version();
    }
    Read now = new Read(stamp, read(path));
    known.put(path, now);
    return now.version();
  }

  private static SuiteVersion read(Path path) throws IOException {
    Optional<Path> imported = ImportedSuite.at(path);
    if (imported.isPresent()) {
      ImportedSuite suite = ImportedSuite.read(imported.get());
      return new SuiteVersion(suite.name(), suite.digest());
    }
    try {
      Suite suite = Suite.read(path);
      return new SuiteVersion(suite.name(), suite.digest());
    } catch (BadSuiteException faulty) {
      throw new IOException(
          "the suite at '%s' has %s, first: %s"
              .formatted(
                  path,
                  faulty.faults().size() == 1 ? "a fault" : faulty.faults().size() + " faults",
                  faulty.faults().getFirst().toString().replaceFirst("\\.$", "")),
          faulty);
    }
  }
}
