package dev.polder.gateway.continuity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.polder.model.Preset;
import dev.polder.testkit.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// An answer of an upstream as a file: `recorded/PRESET/CLASS-name.http`, with its source as a
/// comment, the status line, headers, a blank line and the body.
///
/// @param preset of the provider, from the folder's name
/// @param expected what it means, from the beginning of the file's name
record Recorded(Preset preset, FailureClass expected, String name, Script answer) {
  private static final Path FOLDER = Path.of("src/test/resources/recorded");

  /// All of them.
  static List<Recorded> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".http"))
          .sorted()
          .map(Recorded::read)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Recorded read(Path file) {
    String folder = file.getName(file.getNameCount() - 2).toString();
    String name = file.getFileName().toString();
    FailureClass expected =
        Arrays.stream(FailureClass.values())
            .filter(each -> name.startsWith(label(each) + "-"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(file + " begins with no class"));
    Preset preset =
        Preset.labelled(folder)
            .orElseThrow(() -> new IllegalArgumentException(folder + " is no preset"));
    return new Recorded(preset, expected, folder + "/" + name, script(file));
  }

  private static String label(FailureClass failureClass) {
    return failureClass.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Script script(Path file) {
    String text;
    try {
      text = Files.readString(file, UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    if (!text.startsWith("# ")) {
      throw new IllegalArgumentException(file + " does not say where it is from");
    }
    String message = text.substring(text.indexOf('\n') + 1);
    int blank = message.indexOf("\n\n");
    String head = message.substring(0, blank).replace("\n", "\r\n");
    byte[] body = message.substring(blank + 2).strip().getBytes(UTF_8);
    return Script.begin()
        .send(head.replaceFirst("\r\n", " Recorded\r\n"))
        .send("\r\ncontent-length: " + body.length + "\r\n\r\n")
        .send(body);
  }

  @Override
  public String toString() {
    return name;
  }
}
