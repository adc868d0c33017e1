package dev.polder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.polder.evidence.finding.Findings;
import dev.polder.store.StoreException.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

class StoreTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("polder.db");
  }

  @Test
  void makesTheFileAndItsFolder() throws IOException {
    Path deep = folder.resolve("state/of/polder.db");

    Store.open(deep).close();

    assertThat(deep).isNotEmptyFile();
  }

  @Test
  void theSchemaIsThatOfTheLastMigrationFile() throws IOException, SQLException {
    Store.open(file).close();

    assertThat(number("SELECT MAX(CAST(version AS INTEGER)) FROM schema_history"))
        .isEqualTo(Schema.CURRENT)
        .isEqualTo(migrations());
  }

  @Test
  void readersNeverWaitAndForeignKeysHold() throws IOException, SQLException {
    try (Store store = Store.open(file)) {
      assertThat(text("PRAGMA journal_mode")).isEqualTo("wal");
      assertThatThrownBy(() ->
              execute("PRAGMA foreign_keys = ON; INSERT INTO finding_mark VALUES ('none', 'aged')"))
          .isInstanceOf(SQLException.class);
      assertThat(store.findings().all()).isEmpty();
    }
  }

  @Test
  void aTextFileIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(file, "use-cases:\n  letters: {}\n");

    StoreException refused = refusal();

    assertThat(refused.kind()).isEqualTo(Kind.NOT_A_DATABASE);
    assertThat(refused)
        .hasMessage(
            "'%s' is no SQLite database. Name another file, or move this one away."
                .formatted(file));
    assertThat(file).hasContent("use-cases:\n  letters: {}\n");
    assertThat(folder).isDirectoryNotContaining("glob:**-wal");
  }

  @Test
  void aFolderIsRefused() {
    file = folder;

    assertThat(refusal()).hasMessage("'%s' is a folder. Name a file within it.".formatted(folder));
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() throws SQLException {
    execute("CREATE TABLE invoices (id INTEGER)");

    StoreException refused = refusal();

    assertThat(refused.kind()).isEqualTo(Kind.OTHER_PROGRAM);
    assertThat(refused).hasMessageContaining("is a database of another program");
    assertThat(number("SELECT COUNT(*) FROM sqlite_master")).isEqualTo(1);
  }

  @Test
  void aFileOfANewerPolderIsRefused() throws IOException, SQLException {
    Store.open(file).close();
    execute(
        "INSERT INTO schema_history SELECT 99, '99', description, type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM schema_history"
            + " WHERE installed_rank = 1");

    StoreException refused = refusal();

    assertThat(refused.kind()).isEqualTo(Kind.NEWER_SCHEMA);
    assertThat(refused)
        .hasMessageContaining("its schema is version 99, this Polder knows " + Schema.CURRENT);
  }

  @Test
  void aFileOfAnOlderPolderIsBroughtUp() throws IOException, SQLException {
    // Given a file from before the second migration
    Store.open(file).close();
    for (String trigger : texts("SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
      execute("DROP TRIGGER " + trigger);
    }
    execute("ALTER TABLE answered_run DROP COLUMN method");
    execute("ALTER TABLE answered_run DROP COLUMN declared");
    execute("ALTER TABLE doubt DROP COLUMN kind");
    execute("ALTER TABLE doubt DROP COLUMN use_case");
    execute("DELETE FROM schema_history WHERE version IN ('2', '3', '4')");

    Store.open(file).close();

    assertThat(number("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'")).isPositive();
  }

  /// Flyway compares checksums, so it would refuse this file if it were asked.
  @Test
  void aFileThatIsInOrderIsOpenedWithoutFlyway() throws IOException, SQLException {
    Store.open(file).close();
    execute("UPDATE schema_history SET checksum = 0");

    Store.open(file).close();

    execute("DELETE FROM schema_history WHERE version IN ('2', '3', '4')");
    assertThat(refusal()).hasMessageContaining("checksum");
  }

  @Test
  void aDamagedFileIsToldAsSuch() throws IOException {
    try (Store store = Store.open(file)) {
      store.answers().add(Examples.run("run", Examples.MEASURED), Examples.answers(2_000));
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(4096);
      bytes.write(new byte[(int) bytes.length() - 4096]);
    }

    assertThatThrownBy(
            () -> {
              try (Store store = Store.open(file)) {
                store.answers().each("run", any -> {});
              }
            })
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged. Put a copy back")
        .extracting(wrong -> ((StoreException) wrong).kind())
        .isEqualTo(Kind.DAMAGED);
  }

  @Test
  void aFullDiskKeepsNothingByHalvesAndSaysWhatToDo() throws IOException {
    // Given room for the tables and little more
    Store.open(file).close();
    SQLiteConfig little = SqliteFile.settings();
    little.setPragma(
        SQLiteConfig.Pragma.MAX_PAGE_COUNT, Long.toString(Files.size(file) / 4096 + 40));
    try (Store store = Store.open(file, little)) {
      store.findings().add(Examples.full(Examples.MEASURED));

      StoreException full =
          catchThrowableOfType(
              StoreException.class,
              () ->
                  store
                      .answers()
                      .add(Examples.run("run", Examples.MEASURED), Examples.answers(20_000)));

      assertThat(full.kind()).isEqualTo(Kind.FULL);
      assertThat(full)
          .hasMessage(
              "Could not keep the answers of run 'run': there is no room left for '%s'. Free some space"
                      .formatted(file)
                  + " on its disk and do it again; nothing of this was kept.");
      assertThat(store.answers().newest(Examples.SUITE.digest(), Examples.REFERENCE.digest()))
          .isEmpty();
      assertThat(store.findings().all()).hasSize(1);
    }
    try (Store roomAgain = Store.open(file)) {
      roomAgain.answers().add(Examples.run("run", Examples.MEASURED), Examples.answers(20_000));
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    file = folder.resolve("file/polder.db");

    StoreException refused = refusal();

    assertThat(refused.kind()).isEqualTo(Kind.NO_ACCESS);
    assertThat(refused).hasMessageContaining(file.toString()).hasMessageContaining("Make it, or");
  }

  @Test
  void aReadOnlyFolderIsToldAsSuch() throws IOException {
    Path readOnly = Files.createDirectory(folder.resolve("read-only"));
    Store.open(readOnly.resolve("polder.db")).close();
    Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(readOnly), "this user may write everywhere");
      file = readOnly.resolve("polder.db");

      StoreException refused = refusal();

      assertThat(refused.kind()).isEqualTo(Kind.NO_ACCESS);
      assertThat(refused).hasMessageContaining("Let the user that runs Polder write to the folder");
    } finally {
      Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void whoeverHoldsTheLockForTooLongIsSpokenOf() throws IOException, SQLException {
    SQLiteConfig impatient = SqliteFile.settings();
    impatient.setBusyTimeout(50);
    try (Store store = Store.open(file, impatient);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      StoreException busy =
          catchThrowableOfType(
              StoreException.class, () -> store.findings().add(Examples.full(Examples.MEASURED)));

      assertThat(busy.kind()).isEqualTo(Kind.BUSY);
      assertThat(busy).hasMessageContaining("another process has kept");
      // Readers do not wait.
      assertThat(store.findings().all()).isEmpty();
      statement.execute("ROLLBACK");
      store.findings().add(Examples.full(Examples.MEASURED));
    }
  }

  @Test
  void manyMayOpenANewFileAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> all =
          IntStream.range(0, 8)
              .mapToObj(i ->
                  threads.submit(
                      (Callable<Long>)
                          () -> {
                            try (Store store = Store.open(file)) {
                              Findings findings = store.findings();
                              findings.add(Examples.full(Examples.MEASURED.plusMillis(i)));
                              return findings.version();
                            }
                          }))
              .toList();
      for (Future<Long> one : all) {
        assertThat(one.get()).isPositive();
      }
    }
    try (Store store = Store.open(file)) {
      assertThat(store.findings().all()).hasSize(8);
    }
  }

  private StoreException refusal() {
    return catchThrowableOfType(StoreException.class, () -> Store.open(file).close());
  }

  private static long migrations() throws IOException {
    try (Stream<Path> files =
        Files.walk(Path.of("src/main/resources/dev/polder/store/migration"))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .mapToLong(name -> Long.parseLong(name.substring(1, name.indexOf("__"))))
          .max()
          .orElseThrow();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  private String text(String query) throws SQLException {
    return texts(query).getFirst();
  }

  private List<String> texts(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }
}
