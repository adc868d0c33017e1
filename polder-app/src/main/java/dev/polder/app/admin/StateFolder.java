package dev.polder.app.admin;

import dev.polder.gateway.guard.ClientKey;
import dev.polder.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The folder in which a gateway keeps what must outlive it: among others the admin API's address
/// and token, so that commands on the same machine find both.
public record StateFolder(Path folder) {
  /// Keeps other gateways out until the answer is closed.
  ///
  /// @throws IOException when another has it, or nothing can be written there; the message names
  ///   the remedy
  public StateHold hold() throws IOException {
    return StateHold.of(folder);
  }

  private Path tokenFile() {
    return folder.resolve("admin-token");
  }

  private Path addressFile() {
    return folder.resolve("admin-address");
  }

  /// The token that is kept here; a new one at first, readable by the user that runs Polder only.
  ///
  /// @throws IOException when there is none and none can be kept; the message names the remedy
  public Secret token(RandomGenerator random) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException noFolder) {
      throw unwritable(folder, noFolder);
    }
    Optional<Secret> kept = keptToken();
    if (kept.isPresent()) {
      return kept.get();
    }
    Secret made = new Secret(ClientKey.newSecret(random));
    try {
      write(tokenFile(), made.reveal(), ownerOnly());
    } catch (IOException cannotWrite) {
      throw unwritable(tokenFile(), cannotWrite);
    }
    return made;
  }

  /// The token that a gateway has kept here, if one has.
  ///
  /// @throws IOException when there is one that cannot be read, or that is none
  public Optional<Secret> keptToken() throws IOException {
    Optional<String> text = read(tokenFile());
    if (text.isPresent() && text.get().isBlank()) {
      throw new IOException(
          "The admin token '%s' is empty. Delete the file and start Polder again: it makes another."
              .formatted(tokenFile()));
    }
    return text.map(Secret::new);
  }

  /// Says where the admin API listens.
  ///
  /// @throws IOException when it cannot be written; the message names the remedy
  public void announce(URI address) throws IOException {
    try {
      Files.createDirectories(folder);
      write(addressFile(), address.toString());
    } catch (IOException cannotWrite) {
      throw unwritable(addressFile(), cannotWrite);
    }
  }

  /// Where a gateway has said that its admin API listens, if one has.
  ///
  /// @throws IOException when it has, but cannot be read
  public Optional<URI> announced() throws IOException {
    Optional<String> text = read(addressFile());
    try {
      return text.map(URI::create);
    } catch (IllegalArgumentException damaged) {
      throw new IOException(
          "'%s' holds no address. Start Polder again: it writes another.".formatted(addressFile()),
          damaged);
    }
  }

  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException unreadable) {
      throw new IOException(
          "'%s' cannot be read (%s). Run the command as the user that runs Polder."
              .formatted(file, unreadable.getClass().getSimpleName()),
          unreadable);
    }
  }

  /// Under another name first: a half-written file is never seen.
  private static void write(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(beside, attributes);
    Files.writeString(beside, text + "\n", StandardCharsets.UTF_8);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Systems without such permissions keep a home folder's files from others by other means.
  private FileAttribute<?>[] ownerOnly() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  static IOException unwritable(Path file, IOException cause) {
    return new IOException(
        "'%s' cannot be written (%s). Let the user that runs Polder write there, or name another"
                .formatted(file, reason(cause))
            + " folder under 'state'.",
        cause);
  }

  /// A full disk says so in its message; that of a file's own faults repeats the path.
  private static String reason(IOException cause) {
    String told = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
    return told == null || told.isBlank() ? cause.getClass().getSimpleName() : told;
  }
}
