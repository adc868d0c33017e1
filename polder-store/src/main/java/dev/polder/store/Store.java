package dev.polder.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.polder.evidence.finding.Answers;
import dev.polder.evidence.finding.Findings;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/// One SQLite file in which Polder keeps what must outlive it.
///
/// Several processes may have the same file open: readers never wait, writers take turns. The file
/// must lie on a local disk. Any thread may call; everything may block.
public final class Store implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final HikariDataSource pool;
  private final Findings findings;
  private final Answers answers;

  private Store(Path file, HikariDataSource pool) {
    this.pool = pool;
    Database database = new Database(file, Jdbi.create(pool));
    findings = new SqlFindings(database);
    answers = new SqlAnswers(database);
  }

  /// Opens a file, makes it where there is none, and brings it to this Polder's schema.
  ///
  /// @throws StoreException when it cannot be used; what was in it is untouched
  public static Store open(Path file) throws StoreException {
    return open(file, SqliteFile.settings());
  }

  static Store open(Path file, SQLiteConfig settings) throws StoreException {
    SqliteFile sqlite = new SqliteFile(file, settings);
    sqlite.claim();
    new Schema(file, sqlite.source()).bring();
    return new Store(file, pool(sqlite));
  }

  private static HikariDataSource pool(SqliteFile sqlite) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(sqlite.source());
    config.setPoolName("polder-store");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    // Longer than SQLite's own patience, so that it is SQLite that says what is wrong.
    config.setConnectionTimeout(2 * SqliteFile.PATIENCE.toMillis());
    return new HikariDataSource(config);
  }

  /// Where findings are kept.
  public Findings findings() {
    return findings;
  }

  /// Where the answers of references are kept.
  public Answers answers() {
    return answers;
  }

  /// Lets the file go. What was kept stays.
  @Override
  public void close() {
    pool.close();
  }
}
