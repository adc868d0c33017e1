package dev.polder.store;

import dev.polder.store.StoreException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// Brings a database to the schema that this program knows.
///
/// Flyway is asked only when the database is not there yet: reading the version with one query
/// costs a millisecond, starting Flyway some hundred.
final class Schema {
  /// The version of the last migration file; a test sees that it is.
  static final int CURRENT = 4;

  private static final String FOLDER = "classpath:dev/polder/store/migration/";
  private static final String HISTORY = "schema_history";

  /// Within this process one at a time: file locks hold only between processes.
  private static final Object ONE_AT_A_TIME = new Object();

  private final Path file;
  private final DataSource source;

  Schema(Path file, DataSource source) {
    this.file = file;
    this.source = source;
  }

  void bring() throws StoreException {
    if (isCurrent()) {
      return;
    }
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        // Another process may have done it while we waited.
        if (!isCurrent()) {
          migrate();
        }
      } catch (StoreException said) {
        throw said;
      } catch (IOException wrong) {
        throw new StoreException(
            Kind.NO_ACCESS,
            "'%s' cannot be locked: %s. Let the user that runs Polder write to the folder."
                .formatted(lock, wrong),
            wrong);
      }
    }
  }

  private boolean isCurrent() throws StoreException {
    int version = version();
    if (version > CURRENT) {
      throw new StoreException(
          Kind.NEWER_SCHEMA,
          "'%s' was written by a newer Polder: its schema is version %d, this Polder knows %d. Start"
                  .formatted(file, version, CURRENT)
              + " the newer one, or name another file.");
    }
    return version == CURRENT;
  }

  private int version() throws StoreException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      return hasHistory(connection) ? newest(statement) : 0;
    } catch (SQLException wrong) {
      throw new Faults(file).of("read the store's version", wrong);
    }
  }

  private static boolean hasHistory(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, null, HISTORY, new String[] {"TABLE"})) {
      return tables.next();
    }
  }

  private static int newest(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT MAX(CAST(version AS INTEGER)) FROM " + HISTORY)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private void migrate() throws StoreException {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(source)
          .locations(FOLDER + "common", FOLDER + "sqlite")
          .table(HISTORY)
          .group(true)
          .load()
          .migrate();
    } catch (FlywayException wrong) {
      throw new Faults(file).of("bring the store to this Polder's schema", wrong);
    }
  }
}
