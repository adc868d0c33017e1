package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.sample.CanonicalJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The options of one section of a suite, as somebody wrote them. What is not as it should be
/// becomes a fault, and something harmless is taken instead, so that reading finds the other faults
/// too.
public final class Options {
  private static final long LARGEST_FILE = 1024 * 1024;

  /// Hears what is wrong.
  @FunctionalInterface
  public interface Faults {
    /// Takes one fault.
    ///
    /// @param line of the file that the options stand in, from 1
    void fault(int line, String message);
  }

  private final String title;
  private final ObjectNode values;
  private final Map<String, Integer> lines;
  private final int line;
  private final Path folder;
  private final Faults faults;
  private final TreeSet<String> known = new TreeSet<>();
  private final Map<String, String> files = new TreeMap<>();
  private boolean sound = true;

  /// Options under `title`, such as `Scorer 'right'`.
  ///
  /// @param lines where each value stands
  /// @param line where the section begins
  /// @param folder from which files are named; nothing outside of it is read
  public Options(
      String title,
      ObjectNode values,
      Map<String, Integer> lines,
      int line,
      Path folder,
      Faults faults) {
    this.title = title;
    this.values = values;
    this.lines = Map.copyOf(lines);
    this.line = line;
    this.folder = folder;
    this.faults = faults;
  }

  /// No options at all, in code.
  public static Options none(String title) {
    return new Options(
        title,
        JsonNodeFactory.instance.objectNode(),
        Map.of(),
        0,
        Path.of(""),
        (at, message) -> {
          throw new IllegalArgumentException(message);
        });
  }

  /// What messages call the section.
  public String title() {
    return title;
  }

  /// The folder that files are named from.
  public Path folder() {
    return folder;
  }

  /// Whether nothing was wrong so far.
  public boolean isSound() {
    return sound;
  }

  /// Says that `name` is wrong.
  public void fault(String name, String message) {
    sound = false;
    faults.fault(lines.getOrDefault(name, line), title + ": " + message);
  }

  /// Whether the section has `name`.
  public boolean has(String name) {
    known.add(name);
    return values.has(name);
  }

  /// A text.
  public Optional<String> text(String name) {
    return value(name)
        .flatMap(value -> {
          if (value.isTextual() && !value.textValue().isBlank()) {
            return Optional.of(value.textValue());
          }
          fault(name, "'%s' is %s; write a text.".formatted(name, said(value)));
          return Optional.empty();
        });
  }

  /// A text that must be there.
  ///
  /// @param remedy what to write, a sentence
  public String needText(String name, String remedy) {
    if (!has(name)) {
      fault(name, "'%s' is missing. %s".formatted(name, remedy));
    }
    return text(name).orElse("?");
  }

  /// `true` or `false`.
  public boolean flag(String name, boolean usual) {
    return value(name)
        .map(value -> {
          if (!value.isBoolean()) {
            fault(name, "'%s' is %s; write true or false.".formatted(name, said(value)));
          }
          return value.asBoolean(usual);
        })
        .orElse(usual);
  }

  /// A number within bounds.
  public OptionalDouble number(String name, double least, double most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    double number = value.get().isNumber() ? value.get().doubleValue() : Double.NaN;
    if (number >= least && number <= most) {
      return OptionalDouble.of(number);
    }
    fault(
        name,
        "'%s' is %s; write a number from %s to %s."
            .formatted(name, said(value.get()), plain(least), plain(most)));
    return OptionalDouble.empty();
  }

  /// A whole number within bounds.
  public int count(String name, int usual, int least, int most) {
    OptionalDouble number = number(name, least, most);
    if (number.isPresent() && number.getAsDouble() != Math.rint(number.getAsDouble())) {
      fault(name, "'%s' is %s; write a whole number.".formatted(name, plain(number.getAsDouble())));
    }
    return (int) number.orElse(usual);
  }

  /// One of an enumeration's words, written in small letters.
  public <E extends Enum<E>> E choice(String name, E usual) {
    return value(name)
        .flatMap(value -> {
          Optional<E> constant =
              Arrays.stream(usual.getDeclaringClass().getEnumConstants())
                  .filter(each -> value.isTextual() && word(each).equals(value.textValue()))
                  .findFirst();
          if (constant.isEmpty()) {
            fault(
                name,
                "'%s' is %s. Known words: %s."
                    .formatted(name, said(value), words(usual.getDeclaringClass())));
          }
          return constant;
        })
        .orElse(usual);
  }

  /// Texts: a list, or one alone.
  public List<String> texts(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    Iterable<JsonNode> items = value.get().isArray() ? value.get() : List.of(value.get());
    for (JsonNode item : items) {
      if (item.isTextual() && !item.textValue().isEmpty()) {
        texts.add(item.textValue());
      } else {
        fault(
            name,
            "'%s' holds %s; write texts, in quotes where YAML would take them for something else."
                .formatted(name, said(item)));
      }
    }
    return texts;
  }

  /// Anything.
  public Optional<JsonNode> json(String name) {
    return value(name);
  }

  /// The text of a file of the suite's folder, of at most 1 MiB. Its content counts for the digest.
  public Optional<String> file(String name) {
    return text(name).flatMap(file -> content(name, file));
  }

  /// The text of `file`, which the option `name` speaks of.
  public Optional<String> content(String name, String file) {
    try {
      Path path = folder.resolve(file).normalize();
      if (!path.startsWith(folder.normalize())
          || !path.toRealPath().startsWith(folder.toRealPath())) {
        fault(name, "file '%s' lies outside of the suite's folder. Move it there.".formatted(file));
        return Optional.empty();
      }
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_FILE) {
        fault(name, "'%s' is no file, or larger than 1 MiB.".formatted(file));
        return Optional.empty();
      }
      String content =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
              .toString();
      files.put(file, content);
      return Optional.of(content);
    } catch (CharacterCodingException notText) {
      fault(name, "file '%s' is not UTF-8 text. Save it as UTF-8.".formatted(file));
      return Optional.empty();
    } catch (IOException unreadable) {
      fault(name, "file '%s' cannot be read. Does it exist?".formatted(file));
      return Optional.empty();
    }
  }

  /// Says what nobody asked for: an option with a slip of the pen must not be passed over.
  public void finish() {
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      if (!known.contains(entry.getKey())) {
        fault(
            entry.getKey(),
            "unknown option '%s'. Known options: %s."
                .formatted(entry.getKey(), String.join(", ", known)));
      }
    }
  }

  /// Everything that was said, files by their content: equal options, equal texts.
  public String canonical() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.set("options", values);
    ObjectNode contents = all.putObject("files");
    files.forEach(contents::put);
    return CanonicalJson.text(all);
  }

  private Optional<JsonNode> value(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  static String words(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Options::word)
        .collect(Collectors.joining(", "));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String said(JsonNode value) {
    String text = value.isTextual() ? "'" + value.textValue() + "'" : value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : String.valueOf(number);
  }
}
