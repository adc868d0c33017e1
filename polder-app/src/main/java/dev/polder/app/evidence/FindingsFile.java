package dev.polder.app.evidence;

import dev.polder.evidence.finding.Findings;
import dev.polder.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is in a store, as far as it could be read. It makes no file: where there is none, nothing
/// has been found. One thread at a time.
public final class FindingsFile implements AutoCloseable {
  private final Path file;
  private @Nullable Store store;
  private Optional<Object> opened = Optional.empty();
  private long version = -1;
  private Known known = Known.NOTHING;

  /// That of a file that need not be there yet.
  public FindingsFile(Path file) {
    this.file = file;
  }

  /// What is in it now. One cheap question to the database, unless something was added.
  ///
  /// @throws IOException when it cannot be read, or is gone; the message says what to do
  public Known read() throws IOException {
    if (Files.notExists(file)) {
      if (store == null) {
        return known;
      }
      throw new IOException(
          "The store '%s' is gone. Put it back; until then what was read from it counts."
              .formatted(file));
    }
    Findings findings = open().findings();
    long now = findings.version();
    if (now != version) {
      known = new Known(findings.all(), findings.doubts());
      version = now;
    }
    return known;
  }

  /// The store itself; another one where the file is not the one that was opened.
  private Store open() throws IOException {
    Optional<Object> key =
        Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    Store before = store;
    if (before != null && key.equals(opened)) {
      return before;
    }
    close();
    Store now = Store.open(file);
    store = now;
    opened = key;
    version = -1;
    return now;
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
