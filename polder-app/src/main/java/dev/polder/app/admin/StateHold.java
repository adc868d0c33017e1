package dev.polder.app.admin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What keeps every other gateway out of a state folder: two would write over each other's
/// restrictions, and one of them would serve what the other was told not to.
///
/// A lock of the operating system, so that it ends with the process, however that ends. Any thread.
public final class StateHold implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateHold.class);

  private final FileChannel channel;

  private StateHold(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes hold of `folder`, which is made where it is not there.
  ///
  /// @throws IOException when another gateway has it, or nothing can be written there; the message
  ///   names the remedy
  static StateHold of(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException noFolder) {
      throw StateFolder.unwritable(file, noFolder);
    }
    if (!locked(channel, file)) {
      channel.close();
      throw new IOException(
          "Another gateway that runs has the state folder '%s'. Stop that one, or name another folder under 'state'."
              .formatted(folder));
    }
    return new StateHold(channel);
  }

  /// Some network file systems know no locks: that must not keep a gateway from starting.
  private static boolean locked(FileChannel channel, Path file) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    } catch (IOException noLocks) {
      LOG.warn(
          "'{}' cannot be locked ({}). See to it that no second gateway uses this folder.",
          file,
          noLocks.getMessage());
      return true;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ends) {
      LOG.debug("The state folder's lock did not close: {}", ends.getMessage());
    }
  }
}
