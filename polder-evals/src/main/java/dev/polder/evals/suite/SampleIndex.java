package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.evals.sample.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.zip.CRC32C;

/// The samples of a suite as a list that keeps where each stands, not what it says: 21 bytes a
/// sample and its identifier. A sample is read again each time it is asked for, and one that has
/// changed since the suite was opened is an error, not another question.
final class SampleIndex extends AbstractList<Sample> implements RandomAccess {
  private final List<Path> files;
  private final int size;
  private final long[] offsets;
  private final int[] lengths;
  private final int[] checksums;
  private final byte[] fileOf;
  private final int[] idEnds;
  private final byte[] ids;

  private SampleIndex(Builder builder) {
    files = List.copyOf(builder.files);
    size = builder.size;
    offsets = Arrays.copyOf(builder.offsets, size);
    lengths = Arrays.copyOf(builder.lengths, size);
    checksums = Arrays.copyOf(builder.checksums, size);
    fileOf = Arrays.copyOf(builder.fileOf, size);
    idEnds = Arrays.copyOf(builder.idEnds, size);
    ids = Arrays.copyOf(builder.ids, builder.idsLength);
  }

  @Override
  public int size() {
    return size;
  }

  /// The identifier of a sample, without reading it.
  String id(int index) {
    int start = index == 0 ? 0 : idEnds[index - 1];
    return new String(ids, start, idEnds[index] - start, UTF_8);
  }

  @Override
  public Sample get(int index) {
    Path path = files.get(fileOf[index] & 0xff);
    byte[] line = new byte[lengths[index]];
    // A channel would be closed for good when the reading thread is interrupted; this is not.
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(offsets[index]);
      file.readFully(line);
    } catch (IOException unreadable) {
      throw changed(index, path, unreadable);
    }
    Optional<SampleReader.Read> read =
        checksum(line) == checksums[index] ? SampleReader.read(line, _ -> {}) : Optional.empty();
    return read.orElseThrow(
            () -> changed(index, path, new IOException("the file has other content")))
        .sample();
  }

  private UncheckedIOException changed(int index, Path path, IOException cause) {
    return new UncheckedIOException(
        "%s: sample '%s' is not what it was when the suite was opened. Leave the file alone while it is used, and begin again."
            .formatted(path.getFileName(), id(index)),
        cause);
  }

  private static int checksum(byte[] line) {
    CRC32C crc = new CRC32C();
    crc.update(line);
    return (int) crc.getValue();
  }

  /// Takes samples in as they are read.
  static final class Builder {
    private final List<Path> files;
    private int size;
    private long[] offsets = new long[64];
    private int[] lengths = new int[64];
    private int[] checksums = new int[64];
    private byte[] fileOf = new byte[64];
    private int[] idEnds = new int[64];
    private byte[] ids = new byte[1024];
    private int idsLength;

    Builder(List<Path> files) {
      this.files = files;
    }

    /// @param offset of the first byte of `line` in its file
    void add(int file, long offset, byte[] line, String id) {
      if (size == offsets.length) {
        grow();
      }
      byte[] name = id.getBytes(UTF_8);
      if (idsLength + name.length > ids.length) {
        ids = Arrays.copyOf(ids, Math.max(ids.length * 2, idsLength + name.length));
      }
      System.arraycopy(name, 0, ids, idsLength, name.length);
      idsLength += name.length;
      offsets[size] = offset;
      lengths[size] = line.length;
      checksums[size] = checksum(line);
      fileOf[size] = (byte) file;
      idEnds[size] = idsLength;
      size++;
    }

    int size() {
      return size;
    }

    SampleIndex build() {
      return new SampleIndex(this);
    }

    private void grow() {
      int room = size * 2;
      offsets = Arrays.copyOf(offsets, room);
      lengths = Arrays.copyOf(lengths, room);
      checksums = Arrays.copyOf(checksums, room);
      fileOf = Arrays.copyOf(fileOf, room);
      idEnds = Arrays.copyOf(idEnds, room);
    }
  }
}
