package dev.polder.evals.imports;

import dev.polder.evals.imports.RefusedLogException.Kind;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// A zip archive of which nothing is believed: neither its names, which no file is ever written by,
/// nor the sizes that it states.
///
/// The JDK's own reader refuses zstd, with which Inspect AI compresses.
final class Archive implements AutoCloseable {
  static final int MOST_ENTRIES = 500_000;

  /// Of one entry, unpacked.
  static final long LARGEST_ENTRY = 512L << 20;

  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int ZSTD = 93;

  private final Source source;
  private final ZipFile zip;
  private final List<ZipArchiveEntry> entries;

  /// Of all entries together, unpacked.
  private long left;

  private Archive(Source source, ZipFile zip, List<ZipArchiveEntry> entries, long left) {
    this.source = source;
    this.zip = zip;
    this.entries = entries;
    this.left = left;
  }

  static Archive open(Source source) throws RefusedLogException, IOException {
    return open(source, Source.LARGEST);
  }

  /// @param most of all entries together, unpacked
  static Archive open(Source source, long most) throws RefusedLogException, IOException {
    ZipFile zip;
    try {
      zip = ZipFile.builder().setPath(source.file()).get();
    } catch (IOException | IllegalArgumentException cutOff) {
      throw source.refused(
          Kind.DAMAGED,
          "the archive has no end: it was cut off, or its evaluation was killed. Copy it again, or finish it with 'inspect eval-retry'.");
    }
    Archive archive = new Archive(source, zip, Collections.list(zip.getEntries()), most);
    try {
      archive.check();
      return archive;
    } catch (RefusedLogException refused) {
      zip.close();
      throw refused;
    }
  }

  private void check() throws RefusedLogException {
    if (entries.size() > MOST_ENTRIES) {
      throw source.refused(
          Kind.TOO_LARGE,
          "the archive has %,d entries, more than %,d.".formatted(entries.size(), MOST_ENTRIES));
    }
    Set<String> names = new HashSet<>();
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName();
      if (name.startsWith("/") || name.contains("\\") || List.of(name.split("/")).contains("..")) {
        throw source.refused(
            Kind.DAMAGED,
            "the archive has an entry '%s', whose name leads out of it. No tool writes that; find out who made the file."
                .formatted(Source.shortened(name)));
      }
      if (!names.add(name)) {
        throw source.refused(
            Kind.DAMAGED,
            "the archive has two entries '%s', and nobody knows which counts. Repeat the evaluation."
                .formatted(Source.shortened(name)));
      }
    }
  }

  List<String> names() {
    return entries.stream().map(ZipArchiveEntry::getName).toList();
  }

  /// What an entry holds; empty where there is none of that name.
  Optional<InputStream> entry(String name) throws RefusedLogException, IOException {
    Optional<ZipArchiveEntry> found =
        entries.stream().filter(each -> each.getName().equals(name)).findFirst();
    return found.isEmpty() ? Optional.empty() : Optional.of(content(found.get()));
  }

  /// Entries whose names begin and end so.
  List<Part> parts(String beginning, String ending) {
    List<Part> parts = new ArrayList<>();
    for (ZipArchiveEntry entry : entries) {
      String name = entry.getName();
      if (name.startsWith(beginning) && name.endsWith(ending)) {
        parts.add(new Part(name, () -> content(entry)));
      }
    }
    return parts;
  }

  /// @param content opens it
  record Part(String name, Content content) {}

  /// Opens an entry.
  interface Content {
    InputStream open() throws RefusedLogException, IOException;
  }

  private InputStream content(ZipArchiveEntry entry) throws RefusedLogException, IOException {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw source.refused(
          Kind.DAMAGED, "entry '%s' is encrypted.".formatted(Source.shortened(entry.getName())));
    }
    InputStream raw = zip.getRawInputStream(entry);
    if (raw == null) {
      throw source.refused(
          Kind.DAMAGED, "entry '%s' cannot be read.".formatted(Source.shortened(entry.getName())));
    }
    return switch (entry.getMethod()) {
      case STORED, DEFLATED -> new Bounded(zip.getInputStream(entry));
      case ZSTD -> new Bounded(new ZstdInputStream(raw));
      default ->
          throw source.refused(
              Kind.UNKNOWN_VERSION,
              "entry '%s' is compressed by method %d; stored, deflated and zstd can be read."
                  .formatted(Source.shortened(entry.getName()), entry.getMethod()));
    };
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /// More came out of an archive than we are ready to read.
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge() {
      super("it unpacks to more than any tool writes");
    }
  }

  /// Counts what really comes out; a stated size may lie.
  private final class Bounded extends FilterInputStream {
    private long here = LARGEST_ENTRY;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (RuntimeException malformed) {
        // The decoder's own exceptions say no more to people than this.
        throw new IOException("its compression is damaged", malformed);
      }
      here -= Math.max(0, read);
      left -= Math.max(0, read);
      if (here < 0 || left < 0) {
        throw new TooLarge();
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
