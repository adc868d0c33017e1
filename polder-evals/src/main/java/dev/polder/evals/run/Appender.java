package dev.polder.evals.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Appends lines to a file from many threads, through a bounded queue and one thread that writes
/// what has gathered in one go.
///
/// A line that was written survives the end of this process at once, and the end of the machine
/// after [#FORCED_EVERY]. What a killed process had not written is at most the queue and a torn
/// last line.
final class Appender implements AutoCloseable {
  /// How long a line may lie in the machine's memory only.
  static final Duration FORCED_EVERY = Duration.ofSeconds(1);

  private static final int QUEUED = 4096;
  private static final int BATCH = 256 * 1024;
  private static final byte[] END = {};

  private final FileChannel channel;
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUED);
  private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
  private final Thread writer;
  private volatile @Nullable IOException failure;
  private long forcedAt = System.nanoTime();
  private boolean dirty;

  /// @param channel positioned at the end of its file; closed with this
  Appender(FileChannel channel, String name) {
    this.channel = channel;
    this.writer = Thread.ofPlatform().daemon().name("write-" + name).start(this::write);
  }

  /// Takes a line over, newline included; waits while the queue is full.
  ///
  /// @throws IOException when an earlier line could not be written; nothing is written after that
  void add(byte[] line) throws IOException, InterruptedException {
    rethrow();
    queue.put(line);
  }

  private void rethrow() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  private void write() {
    boolean more = true;
    while (more) {
      try {
        byte[] line = queue.poll(FORCED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        while (line != null && line.length > 0) {
          gather(line);
          line = queue.poll();
        }
        flush();
        more = line == null;
        force(!more);
      } catch (IOException failed) {
        failure = failed;
        more = drop();
      } catch (InterruptedException stopped) {
        // Nobody interrupts this thread; its end comes through the queue.
        Thread.currentThread().interrupt();
        more = false;
      }
    }
  }

  /// After a failure nothing more is written, so that the file has no hole; who adds must not hang.
  private boolean drop() {
    batch.clear();
    dirty = false;
    byte[] line = queue.poll();
    while (line != null && line.length > 0) {
      line = queue.poll();
    }
    return line == null;
  }

  private void gather(byte[] line) throws IOException {
    if (failure != null) {
      return;
    }
    if (line.length > batch.remaining()) {
      flush();
    }
    if (line.length > batch.remaining()) {
      writeFully(ByteBuffer.wrap(line));
    } else {
      batch.put(line);
    }
  }

  private void flush() throws IOException {
    batch.flip();
    writeFully(batch);
    batch.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      dirty = true;
      channel.write(bytes);
    }
  }

  private void force(boolean now) throws IOException {
    long since = System.nanoTime() - forcedAt;
    if (dirty && (now || since >= FORCED_EVERY.toNanos())) {
      channel.force(false);
      dirty = false;
      forcedAt = System.nanoTime();
    }
  }

  /// Writes what is queued, forces it to disk and closes the file.
  ///
  /// @throws IOException when some of it could not be written
  @Override
  public void close() throws IOException {
    boolean interrupted = false;
    while (true) {
      try {
        queue.put(END);
        writer.join();
        break;
      } catch (InterruptedException hurried) {
        // What was paid for is written all the same.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    channel.close();
    rethrow();
  }
}
