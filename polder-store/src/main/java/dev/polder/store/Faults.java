package dev.polder.store;

import dev.polder.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What SQLite says, in words that tell people what to do.
final class Faults {
  /// The low byte of SQLite's extended codes is the code itself.
  private static final int PRIMARY = 0xff;

  private final Path file;

  Faults(Path file) {
    this.file = file;
  }

  /// The exception for what went wrong while `doing` something, such as `keep a finding`.
  StoreException of(String doing, Exception wrong) {
    for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return of(doing, sql);
      }
    }
    return new StoreException(
        Kind.OTHER, "Could not %s in '%s': %s".formatted(doing, file, wrong.getMessage()), wrong);
  }

  private StoreException of(String doing, SQLException wrong) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(wrong.getErrorCode() & PRIMARY);
    return switch (code) {
      case SQLITE_FULL ->
          told(
              Kind.FULL,
              "Could not %s: there is no room left for '%s'. Free some space on its disk and do it again;"
                  + " nothing of this was kept.",
              doing,
              wrong);
      case SQLITE_BUSY, SQLITE_LOCKED ->
          told(
              Kind.BUSY,
              "Could not %s: another process has kept '%s' locked for more than %d s. Wait until it has"
                      .formatted("%s", "%s", SqliteFile.PATIENCE.toSeconds())
                  + " finished, and do it again; nothing of this was kept.",
              doing,
              wrong);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
          told(
              Kind.NO_ACCESS,
              "Could not %s: '%s' or its folder cannot be written. Let the user that runs Polder write to"
                  + " the folder, in which SQLite keeps two files beside it, or name another file.",
              doing,
              wrong);
      case SQLITE_NOTADB -> notADatabase(wrong);
      case SQLITE_CORRUPT ->
          told(
              Kind.DAMAGED,
              "Could not %s: '%s' is damaged. Put a copy back, or move the file away and import the runs"
                  + " again.",
              doing,
              wrong);
      case SQLITE_IOERR ->
          told(
              Kind.NO_ACCESS,
              "Could not %s: reading or writing '%s' failed. Look after the disk or network share that"
                  + " holds it; SQLite wants a local disk.",
              doing,
              wrong);
      case SQLITE_CONSTRAINT ->
          new StoreException(
              Kind.REFUSED,
              "Could not %s in '%s': %s. Nothing of this was kept."
                  .formatted(doing, file, wrong.getMessage()),
              wrong);
      default ->
          new StoreException(
              Kind.OTHER,
              "Could not %s in '%s': %s. Nothing of this was kept."
                  .formatted(doing, file, wrong.getMessage()),
              wrong);
    };
  }

  StoreException notADatabase(Exception wrong) {
    return new StoreException(
        Kind.NOT_A_DATABASE,
        "'%s' is no SQLite database. Name another file, or move this one away.".formatted(file),
        wrong);
  }

  private StoreException told(Kind kind, String text, String doing, SQLException wrong) {
    return new StoreException(kind, text.formatted(doing, file), wrong);
  }
}
