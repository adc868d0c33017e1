package dev.polder.evals.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.function.Consumer;

/// Appends results to a log. While it is open, no other process can open the log for writing.
///
/// Any thread may write. See [Appender] for what survives what.
public final class RunWriter implements AutoCloseable {
  private final RunHeader header;
  private final Appender appender;

  private RunWriter(RunHeader header, FileChannel channel) {
    this.header = header;
    this.appender = new Appender(channel, "log");
  }

  /// Begins a log; its folder is made where it is missing.
  ///
  /// @throws IOException when it cannot be, or is there already
  public static RunWriter begin(Path file, RunHeader header) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      lock(file, channel);
      write(HeaderJson.write(header), channel);
    } catch (BadLogException | IOException unusable) {
      channel.close();
      throw new IOException(unusable.getMessage(), unusable);
    }
    return new RunWriter(header, channel);
  }

  /// Takes a log up again: tells all its results to `known`, cuts a torn last line and goes on
  /// behind it.
  ///
  /// @throws BadLogException when it is no log, is damaged, or is being written
  public static RunWriter resume(Path file, Instant now, String program, Consumer<Result> known)
      throws BadLogException, IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file, channel);
      RunLog.Scanned scanned = RunLog.scan(file, channel, known);
      channel.truncate(scanned.end());
      channel.position(scanned.end());
      write(HeaderJson.resumed(now, program), channel);
      return new RunWriter(scanned.header(), channel);
    } catch (BadLogException | IOException unusable) {
      channel.close();
      throw unusable;
    }
  }

  /// The lock goes with the channel, and with the process however it ends.
  private static void lock(Path file, FileChannel channel) throws BadLogException, IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException byThisProcess) {
      // The same as a lock of another process.
    }
    throw new BadLogException(
        BadLogException.Kind.IN_USE,
        file,
        "another run writes to it. Wait until that has ended, or stop it.");
  }

  /// On disk before the first question: what comes later says what it belongs to.
  private static void write(byte[] line, FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  public RunHeader header() {
    return header;
  }

  /// Writes one result; waits while many others wait to be written.
  ///
  /// @throws IOException when this or an earlier line could not be written
  public void add(Result result) throws IOException, InterruptedException {
    appender.add(ResultJson.write(result));
  }

  /// Writes all that is queued, forces it to disk and closes the file.
  @Override
  public void close() throws IOException {
    appender.close();
  }
}
