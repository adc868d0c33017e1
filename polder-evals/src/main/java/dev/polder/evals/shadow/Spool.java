package dev.polder.evals.shadow;

import dev.polder.http.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A queue in encrypted files, bounded in bytes and in age: what is too much or too old is dropped,
/// the oldest first, and counted.
///
/// What cannot be written is dropped too, so that a full disk costs nothing but what would have
/// waited. With a key that does not outlive the process, files of an earlier process are of no use
/// to anybody: they are deleted when the spool is opened. Any thread may call.
public final class Spool implements AutoCloseable {
  private static final String ENDING = ".spool";

  /// So many files there are at most, about; old ones are deleted as a whole.
  private static final int PARTS = 16;

  private static final long SMALLEST_PART = 16 * 1024;

  private final Path folder;
  private final SpoolKey key;
  private final Bounds bounds;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private long number;
  private long crowdedOut;
  private long expired;
  private long unwritten;
  private long unreadable;
  private String trouble = "";
  private boolean closed;

  /// How much may wait, and for how long.
  ///
  /// @param bytes on disk
  public record Bounds(long bytes, Duration age) {}

  /// Something that waits.
  ///
  /// @param at when it was added, to the millisecond
  public record Entry(Instant at, Bytes content) {}

  /// How much waits, and what was dropped since the spool was opened.
  ///
  /// @param crowdedOut for want of room within the bound
  /// @param expired because it was too old
  /// @param unwritten because the disk did not take it
  /// @param unreadable because it was damaged, or of another key
  public record Counts(
      long waiting, long bytes, long crowdedOut, long expired, long unwritten, long unreadable) {}

  private Spool(
      Path folder, SpoolKey key, Bounds bounds, InstantSource clock, RandomGenerator random) {
    this.folder = folder;
    this.key = key;
    this.bounds = bounds;
    this.clock = clock;
    this.random = random;
  }

  /// The spool in `folder`, with what waits there from before if `key` can read it.
  ///
  /// @param random makes salts; one that nobody can foretell
  /// @throws IOException when the folder cannot be used
  public static Spool open(
      Path folder, SpoolKey key, Bounds bounds, InstantSource clock, RandomGenerator random)
      throws IOException {
    Files.createDirectories(folder, Segment.ownerOnly(folder, "rwx------"));
    Spool spool = new Spool(folder, key, bounds, clock, random);
    for (Path file : files(folder)) {
      spool.number = Math.max(spool.number, number(file));
      Optional<Segment> segment = Segment.open(file, key);
      if (segment.isPresent()) {
        spool.segments.add(segment.get());
      } else {
        Files.deleteIfExists(file);
        spool.unreadable++;
      }
    }
    spool.sweep();
    return spool;
  }

  /// Tells what is in a folder, the oldest first, and leaves everything as it is, also where a
  /// spool in another process adds to it. What `key` cannot read is left out.
  ///
  /// @throws IOException when the folder cannot be read
  public static void read(Path folder, SpoolKey key, Consumer<Entry> reader) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    for (Path file : files(folder)) {
      try {
        Optional<Segment> segment = Segment.look(file, key);
        if (segment.isPresent()) {
          read(segment.get(), reader);
        }
      } catch (NoSuchFileException droppedMeanwhile) {
        // It was too old, or there was too much.
      }
    }
  }

  private static void read(Segment segment, Consumer<Entry> reader) throws IOException {
    try (segment) {
      while (segment.unread() > 0) {
        reader.accept(segment.peek());
        segment.skip();
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
      all.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  private static long number(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.length() - ENDING.length()), 16);
    } catch (NumberFormatException notOurs) {
      return 0;
    }
  }

  /// Adds `content`; whether it waits now.
  public synchronized boolean append(byte[] content) {
    long size = Segment.size(content.length);
    if (closed || size > bounds.bytes() / 2) {
      crowdedOut++;
      return false;
    }
    Instant now = clock.instant();
    while (bytes() + size > bounds.bytes() && !segments.isEmpty()) {
      crowdedOut += segments.getFirst().unread();
      dropFirst();
    }
    try {
      writable(now).append(content, now);
      trouble = "";
      return true;
    } catch (IOException refused) {
      unwritten++;
      trouble = String.valueOf(refused.getMessage());
      return false;
    }
  }

  private Segment writable(Instant now) throws IOException {
    Segment last = segments.peekLast();
    if (last != null
        && last.isWritable()
        && last.length() < Math.max(SMALLEST_PART, bounds.bytes() / PARTS)
        && !last.oldest().isBefore(now.minus(bounds.age().dividedBy(PARTS)))) {
      return last;
    }
    Path file = folder.resolve("%016x%s".formatted(++number, ENDING));
    Segment created = Segment.create(file, key, random);
    segments.add(created);
    return created;
  }

  /// The oldest that waits; it goes on waiting.
  public synchronized Optional<Entry> peek() {
    while (!segments.isEmpty()) {
      Segment first = segments.getFirst();
      if (first.unread() == 0) {
        dropFirst();
        continue;
      }
      try {
        Entry entry = first.peek();
        if (isYoung(entry.at())) {
          return Optional.of(entry);
        }
        expired++;
        first.take();
      } catch (IOException damaged) {
        unreadable += first.unread();
        dropFirst();
      }
    }
    return Optional.empty();
  }

  /// Takes out what [#peek] gave: nothing of it is left, whatever becomes of it afterwards.
  public synchronized void remove() {
    Segment first = segments.peekFirst();
    if (first == null || first.unread() == 0) {
      return;
    }
    try {
      first.take();
    } catch (IOException unwritable) {
      // Rather lose the others than take one twice.
      unreadable += first.unread() - 1;
      dropFirst();
      return;
    }
    if (first.unread() == 0) {
      dropFirst();
    }
  }

  /// Drops what is too old. To be called from time to time, so that nothing stays only because
  /// nobody asks.
  public synchronized void sweep() {
    while (!segments.isEmpty() && !isYoung(segments.getFirst().newest())) {
      expired += segments.getFirst().unread();
      dropFirst();
    }
  }

  private boolean isYoung(Instant at) {
    return at.isAfter(clock.instant().minus(bounds.age()));
  }

  private void dropFirst() {
    Segment first = segments.removeFirst();
    try {
      first.delete();
    } catch (IOException stays) {
      trouble = "'%s' cannot be deleted (%s)".formatted(first.file(), stays.getMessage());
    }
  }

  private long bytes() {
    return segments.stream().mapToLong(Segment::length).sum();
  }

  /// How much waits, and what was dropped.
  public synchronized Counts counts() {
    return new Counts(
        segments.stream().mapToLong(Segment::unread).sum(),
        bytes(),
        crowdedOut,
        expired,
        unwritten,
        unreadable);
  }

  /// Why nothing can be written now; empty where it can, as far as is known.
  public synchronized Optional<String> trouble() {
    return trouble.isEmpty() ? Optional.empty() : Optional.of(trouble);
  }

  /// Leaves what waits to a later spool with the same key, or deletes it where there can be none.
  @Override
  public synchronized void close() {
    closed = true;
    if (!key.isLasting()) {
      while (!segments.isEmpty()) {
        dropFirst();
      }
      return;
    }
    for (Segment segment : segments) {
      try {
        segment.close();
      } catch (IOException unflushed) {
        throw new UncheckedIOException(unflushed);
      }
    }
    segments.clear();
  }
}
