package dev.polder.app.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// How some files look from outside: as long as that stays the same, they need not be read again.
///
/// @param files by their paths below the folder: length and time of the last change
record Stamp(Map<String, String> files) {
  /// Deeper than anybody keeps weights or samples.
  private static final int DEEPEST = 10;

  Stamp {
    files = Map.copyOf(files);
  }

  /// That of the files below a folder that count, or of one file.
  ///
  /// @throws IOException when they cannot be looked at
  static Stamp of(Path folderOrFile, Predicate<Path> counts) throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : files(folderOrFile, counts)) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      files.put(
          folderOrFile.relativize(file).toString(),
          attributes.size() + " " + attributes.lastModifiedTime());
    }
    return new Stamp(files);
  }

  /// The files below a folder that count, in the order of their paths; a file alone is its only
  /// one.
  static List<Path> files(Path folderOrFile, Predicate<Path> counts) throws IOException {
    if (!Files.exists(folderOrFile)) {
      throw new IOException("'%s' is not there".formatted(folderOrFile));
    }
    try (Stream<Path> all = Files.walk(folderOrFile, DEEPEST)) {
      return all.filter(Files::isRegularFile).filter(counts).sorted().toList();
    } catch (UncheckedIOException unreadable) {
      throw new IOException(
          "'%s' cannot be read (%s)".formatted(folderOrFile, unreadable.getMessage()), unreadable);
    }
  }

  /// As one text, to be kept.
  String text() {
    return String.valueOf(new TreeMap<>(files));
  }
}
