package dev.polder.gateway.restriction;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/// Keeps restrictions in one JSON file, `restrictions.json` of the state folder.
///
/// A crash leaves either the old file or the new one: the new one is written beside it, forced to
/// the disk and renamed, and the folder is forced too. A file that cannot be understood is never
/// passed over: a restriction that is silently forgotten is the worst that can happen to it.
public final class RestrictionFile implements RestrictionStore {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int VERSION = 1;

  private final Path file;

  /// @param stateFolder made, with those above it, when there is something to keep
  public RestrictionFile(Path stateFolder) {
    this.file = stateFolder.resolve("restrictions.json").toAbsolutePath();
  }

  @Override
  public List<Restriction> read() throws IOException {
    if (Files.notExists(file)) {
      return List.of();
    }
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
      if (root.path("version").asInt() != VERSION || !root.path("restrictions").isArray()) {
        throw new IllegalArgumentException("it is no list of restrictions, version " + VERSION);
      }
      List<Restriction> all = new ArrayList<>();
      for (JsonNode restriction : root.path("restrictions")) {
        all.add(RestrictionJson.read(restriction));
      }
      return all;
    } catch (JacksonException | IllegalArgumentException | DateTimeException damaged) {
      throw new IOException(
          ("The restrictions in '%s' cannot be read (%s). Repair the file; or move it away, start"
                  + " with nothing restricted, and declare again what must hold.")
              .formatted(file, firstLine(damaged)),
          damaged);
    } catch (IOException unreadable) {
      throw new IOException(
          "The restrictions in '%s' cannot be read (%s). Let the user that runs Polder read the file."
              .formatted(file, cause(unreadable)),
          unreadable);
    }
  }

  private static String firstLine(Exception fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("empty");
  }

  @Override
  public void write(List<Restriction> all) throws IOException {
    ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
    all.forEach(
        restriction -> root.withArray("restrictions").add(RestrictionJson.write(restriction)));
    root.withArray("restrictions");
    Path folder = file.resolveSibling("");
    Path beside = file.resolveSibling("restrictions.json.new");
    try {
      Files.createDirectories(folder);
      force(beside, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(folder);
    } catch (IOException | UncheckedIOException cannotWrite) {
      throw new IOException(
          "'%s' cannot be written (%s).".formatted(file, cause(cannotWrite)), cannotWrite);
    }
  }

  private static void force(Path to, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            to,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /// A rename is safe only when the folder is. Systems on which folders cannot be opened keep their
  /// own promises about it.
  private static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static String cause(Exception fault) {
    return fault.getClass().getSimpleName() + ": " + fault.getMessage();
  }
}
