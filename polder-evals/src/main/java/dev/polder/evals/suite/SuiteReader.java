package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads a suite and finds all that is wrong with it in one go.
final class SuiteReader {
  private static final String HEADER = "suite.yaml";
  private static final int LARGEST_HEADER = 1024 * 1024;
  private static final int MOST_FILES = 10_000;
  private static final long MOST_BYTES = 256L << 20;

  /// Raised when equal files come to mean something else.
  private static final String FORMAT = "polder-suite 1";

  /// How many samples are looked at to guess what scores them.
  private static final int LOOKED_AT = 100;

  private final Path path;
  private final Path folder;
  private final Faults faults = new Faults();

  SuiteReader(Path path) {
    this.path = path.toAbsolutePath().normalize();
    Path parent = Optional.ofNullable(this.path.getParent()).orElse(this.path);
    this.folder = Files.isDirectory(path) ? this.path : parent;
  }

  Suite read() throws BadSuiteException {
    if (!Files.exists(path)) {
      faults.add(path.toString(), 0, "There is no such file or folder.");
      faults.check();
    }
    boolean isFolder = Files.isDirectory(path);
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    YamlSections yaml =
        new YamlSections(folder, (line, message) -> faults.add(HEADER, line, message));
    if (isFolder) {
      Optional<ObjectNode> read = headerText().flatMap(yaml::read);
      faults.check();
      file = read.orElseThrow();
    }
    Header header =
        new Header.Reader(yaml, faults)
            .read(file, nameOf(path), () -> usualType(isFolder ? allFiles() : List.of(path)));
    List<Path> files = isFolder ? sampleFiles(header) : List.of(path);
    Digest digest = new Digest(FORMAT);
    header.digest(digest);
    SampleIndex samples =
        new SampleFiles(files, folder, header.scorings(), faults, digest)
            .excluding(header.hints().examples())
            .read();
    if (header.scorings().stream().anyMatch(scoring -> scoring.type().equals("command"))) {
      digestFolder(files, digest);
    }
    faults.check();
    return new Suite(header, digest.hex(), samples);
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.getFileName()).replaceFirst("\\.jsonl$", "");
  }

  private Optional<String> headerText() {
    Path header = folder.resolve(HEADER);
    try {
      if (!Files.exists(header)) {
        faults.add(
            HEADER,
            0,
            "The folder has no suite.yaml. Write one (see docs/how-to/write-a-suite.md), or name a .jsonl file.");
      } else if (Files.size(header) > LARGEST_HEADER) {
        faults.add(HEADER, 0, "The file is larger than 1 MiB. Is it another file?");
      } else {
        return Optional.of(
            UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(header))).toString());
      }
    } catch (CharacterCodingException notText) {
      faults.add(HEADER, 0, "The file is not UTF-8 text. Save it as UTF-8.");
    } catch (IOException unreadable) {
      faults.add(HEADER, 0, "The file cannot be read (%s).".formatted(unreadable.getMessage()));
    }
    return Optional.empty();
  }

  private List<Path> sampleFiles(Header header) {
    List<Path> files = new ArrayList<>();
    for (String name : header.samples()) {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
        faults.add(
            HEADER,
            0,
            "'samples' names file '%s', which is not in the suite's folder.".formatted(name));
      } else if (files.contains(file)) {
        faults.add(HEADER, 0, "'samples' names file '%s' twice.".formatted(name));
      } else {
        files.add(file);
      }
    }
    if (header.samples().isEmpty()) {
      files.addAll(allFiles());
      header.exampleFile().ifPresent(name -> files.remove(folder.resolve(name).normalize()));
      if (files.isEmpty()) {
        faults.add(HEADER, 0, "The folder has no samples. Write samples.jsonl beside suite.yaml.");
      }
    }
    return files;
  }

  /// All JSON Lines of the folder in the order of their names.
  private List<Path> allFiles() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(".jsonl"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      faults.add(HEADER, 0, "The folder cannot be read (%s).".formatted(unreadable.getMessage()));
      return List.of();
    }
  }

  /// The type of scorer that can take all of the first samples' targets.
  private static String usualType(List<Path> files) {
    List<Target> targets = new ArrayList<>();
    for (Path file : files) {
      look(file, targets);
    }
    if (targets.isEmpty()) {
      return "text";
    }
    if (targets.stream().allMatch(Target.Numeric.class::isInstance)) {
      return "numeric";
    }
    if (targets.stream().allMatch(Target.Calls.class::isInstance)) {
      return "tool-calls";
    }
    if (targets.stream().allMatch(Target.Json.class::isInstance)) {
      return "fields";
    }
    return targets.stream().allMatch(SuiteReader::isLetter) ? "choice" : "text";
  }

  private static boolean isLetter(Target target) {
    return target instanceof Target.Text text && text.text().matches("[A-J]");
  }

  private static void look(Path file, List<Target> targets) {
    try (InputStream stream = Files.newInputStream(file)) {
      LineReader lines = new LineReader(stream, SampleFiles.LONGEST_LINE);
      for (LineReader.Line line = lines.next();
          line != null && targets.size() < LOOKED_AT;
          line = lines.next()) {
        SampleReader.read(line.bytes(), _ -> {})
            .map(SampleReader.Read::sample)
            .map(Sample::target)
            .ifPresent(targets::add);
      }
    } catch (IOException toldLater) {
      // Reading the samples says so.
    }
  }

  /// A command may use any file beside it, so all of them can change a result.
  private void digestFolder(List<Path> samples, Digest digest) {
    digest.add("files");
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files =
          walk.filter(file -> Files.isRegularFile(file) && !samples.contains(file))
              .filter(file -> isPart(folder.relativize(file)))
              .sorted()
              .limit(MOST_FILES + 1L)
              .toList();
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
        faults.add(
            HEADER,
            0,
            "With a command, all files beside it count for the digest; these are more than %,d or larger than %d MiB. Give the suite a folder of its own."
                .formatted(MOST_FILES, MOST_BYTES >> 20));
        return;
      }
      for (Path file : files) {
        digest.add(folder.relativize(file).toString().replace('\\', '/'));
        digest.add(Files.readAllBytes(file));
      }
    } catch (IOException unreadable) {
      faults.add(HEADER, 0, "The folder cannot be read (%s).".formatted(unreadable.getMessage()));
    }
  }

  private static boolean isPart(Path file) {
    for (Path part : file) {
      String name = part.toString();
      if (name.startsWith(".") || name.equals("__pycache__")) {
        return false;
      }
    }
    return !file.equals(Path.of(HEADER)) && !file.equals(Path.of("README.md"));
  }
}
