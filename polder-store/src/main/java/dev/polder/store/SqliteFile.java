package dev.polder.store;

import dev.polder.store.StoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// One SQLite file: how it is opened, and whether it is Polder's at all.
final class SqliteFile {
  /// How long a write waits for another process's.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// "PLDR": by this a file is known to be Polder's, as `file` shows as well.
  static final int APPLICATION = 0x504c4452;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final SQLiteDataSource source;

  SqliteFile(Path file, SQLiteConfig settings) {
    this.file = file;
    source = new SQLiteDataSource(settings);
    source.setUrl("jdbc:sqlite:" + file);
  }

  /// Readers never wait for the writer (WAL), what is committed survives a loss of power, and a
  /// transaction takes the lock when it begins, so that it fails at once or not at all.
  static SQLiteConfig settings() {
    SQLiteConfig settings = new SQLiteConfig();
    settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
    settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    settings.enforceForeignKeys(true);
    settings.setBusyTimeout((int) PATIENCE.toMillis());
    settings.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    return settings;
  }

  SQLiteDataSource source() {
    return source;
  }

  /// Makes sure that the file is Polder's or nobody's yet, before anything is written to it.
  void claim() throws StoreException {
    makeFolder();
    requireDatabase();
    try (Connection connection = source.getConnection()) {
      int owner = number(connection, "PRAGMA application_id");
      if (owner == APPLICATION) {
        return;
      }
      if (owner != 0 || number(connection, "SELECT COUNT(*) FROM sqlite_master") > 0) {
        throw new StoreException(
            Kind.OTHER_PROGRAM,
            "'%s' is a database of another program. Name another file, or move this one away."
                .formatted(file));
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA application_id = " + APPLICATION);
      }
    } catch (SQLException wrong) {
      throw new Faults(file).of("open the store", wrong);
    }
  }

  private void makeFolder() throws StoreException {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException wrong) {
      throw new StoreException(
          Kind.NO_ACCESS,
          "The folder of '%s' cannot be made: %s. Make it, or name another file."
              .formatted(file, wrong),
          wrong);
    }
    if (Files.isDirectory(file)) {
      throw new StoreException(
          Kind.NOT_A_DATABASE, "'%s' is a folder. Name a file within it.".formatted(file));
    }
  }

  /// SQLite itself would first write to a file that begins otherwise, and complain later.
  private void requireDatabase() throws StoreException {
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(MAGIC.length);
      if (begin.length > 0 && !Arrays.equals(begin, MAGIC)) {
        throw new Faults(file).notADatabase(new IOException("it begins otherwise"));
      }
    } catch (StoreException said) {
      throw said;
    } catch (IOException wrong) {
      throw new StoreException(
          Kind.NO_ACCESS,
          "'%s' cannot be read: %s. Let the user that runs Polder read and write it."
              .formatted(file, wrong),
          wrong);
    }
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
