package dev.polder.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Reads and writes, and says in our words what went wrong.
final class Database {
  private final Jdbi jdbi;
  private final Faults faults;

  Database(Path file, Jdbi jdbi) {
    this.jdbi = jdbi;
    this.faults = new Faults(file);
  }

  /// @param doing such as `read findings`, for the message
  <T> T read(String doing, HandleCallback<T, RuntimeException> work) throws StoreException {
    try {
      return jdbi.withHandle(work);
    } catch (JdbiException wrong) {
      throw faults.of(doing, wrong);
    }
  }

  /// In one transaction: all of it is kept, or nothing.
  void write(String doing, Writing work) throws StoreException {
    try {
      jdbi.useTransaction(work::write);
    } catch (JdbiException | SQLException wrong) {
      throw faults.of(doing, wrong);
    }
  }

  /// What is written in one transaction.
  interface Writing {
    void write(Handle handle) throws SQLException;
  }
}
