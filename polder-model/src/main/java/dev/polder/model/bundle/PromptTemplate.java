package dev.polder.model.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The messages that a use case puts before and after those of the call.
///
/// The call's messages go in as a whole, as the client wrote them, and nothing that stands in them
/// is looked at. In the template itself `{{schema}}` stands for the use case's JSON schema; any
/// other braces are text. Nothing else is evaluated.
///
/// @param before in order; so is `after`
public record PromptTemplate(List<Message> before, List<Message> after) {
  /// What stands where nobody gave a template and the provider does not take schemas by itself.
  static final PromptTemplate TELLS_SCHEMA =
      new PromptTemplate(
          List.of(
              new Message(
                  Role.SYSTEM,
                  "Answer with one JSON value that fits the following JSON Schema, and with nothing"
                      + " else.\n\n{{schema}}")),
          List.of());

  private static final Pattern SCHEMA = Pattern.compile("\\{\\{ *schema *}}");

  /// A heading: three dashes and one word. Whatever else begins with dashes is text.
  private static final Pattern HEADING = Pattern.compile("--- *([A-Za-z]+) *");

  private static final String PLACE = "messages";
  private static final String HEADINGS =
      Stream.concat(Stream.of(Role.values()).map(Role::word), Stream.of(PLACE))
          .map(word -> "'--- " + word + "'")
          .collect(Collectors.joining(", "));

  public PromptTemplate {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// One message of a template.
  public record Message(Role role, String text) {}

  /// Who speaks in a message.
  public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT;

    /// As the dialect has it.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads a template: sections that begin with a line such as `--- system`, and one line `---
  /// messages` where the call's messages go. Blank lines around a message are not part of it.
  ///
  /// @throws BadBundleException when that line is missing or there twice, or a message has no text
  public static PromptTemplate parse(String text) throws BadBundleException {
    return new Parser().parse(text);
  }

  /// Whether the template says where the schema is told.
  public boolean tellsSchema() {
    return Stream.concat(before.stream(), after.stream())
        .anyMatch(message -> SCHEMA.matcher(message.text()).find());
  }

  /// The messages before the call's own as JSON objects with commas between them.
  ///
  /// @param schema what `{{schema}}` stands for
  String jsonBefore(String schema) {
    return json(before, schema);
  }

  /// The messages after the call's own, likewise.
  String jsonAfter(String schema) {
    return json(after, schema);
  }

  private static String json(List<Message> messages, String schema) {
    String told = Matcher.quoteReplacement(schema);
    return messages.stream()
        .map(message ->
            JsonText.message(
                message.role().word(), SCHEMA.matcher(message.text()).replaceAll(told)))
        .collect(Collectors.joining(","));
  }

  /// The same for templates that say the same, however their files are laid out.
  public String digest() {
    return Sha256.of(jsonBefore("{{schema}}") + "\n" + jsonAfter("{{schema}}"));
  }

  /// Goes through a template's lines.
  private static final class Parser {
    private final List<Message> before = new ArrayList<>();
    private final List<Message> after = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Optional<Role> speaker = Optional.empty();
    private int heading;
    private int place;
    private int line;

    PromptTemplate parse(String template) throws BadBundleException {
      if (template.isBlank()) {
        throw new BadBundleException(0, "It is empty. Write the messages of the prompt into it.");
      }
      for (String next : template.lines().toList()) {
        line++;
        Matcher matcher = HEADING.matcher(line == 1 ? withoutMark(next) : next);
        if (matcher.matches()) {
          endMessage();
          begin(matcher.group(1));
        } else {
          text.append(next).append('\n');
        }
      }
      endMessage();
      if (place == 0) {
        throw new BadBundleException(
            0, "It has no line '--- messages'. Add one where the call's messages go.");
      }
      return new PromptTemplate(before, after);
    }

    private static String withoutMark(String firstLine) {
      return firstLine.startsWith("\uFEFF") ? firstLine.substring(1) : firstLine;
    }

    private void begin(String word) throws BadBundleException {
      heading = line;
      if (word.equals(PLACE)) {
        if (place > 0) {
          throw new BadBundleException(
              line,
              "The line '--- messages' stands there again, first in line %d. Keep one."
                  .formatted(place));
        }
        place = line;
        return;
      }
      speaker = Stream.of(Role.values()).filter(role -> role.word().equals(word)).findFirst();
      if (speaker.isEmpty()) {
        throw new BadBundleException(
            line, "'--- %s' begins no known section. Known ones: %s.".formatted(word, HEADINGS));
      }
    }

    private void endMessage() throws BadBundleException {
      String said = stripBlankLines(text.toString());
      text.setLength(0);
      if (speaker.isEmpty()) {
        if (!said.isBlank()) {
          throw new BadBundleException(
              heading + 1,
              "A text here belongs to no section. Begin one above it, such as '--- system'.");
        }
        return;
      }
      if (said.isBlank()) {
        throw new BadBundleException(
            heading, "The section that begins here has no text. Write one, or remove the section.");
      }
      (place > 0 ? after : before).add(new Message(speaker.get(), said));
      speaker = Optional.empty();
    }

    private static String stripBlankLines(String message) {
      return message.replaceFirst("^(?:[ \\t]*\\n)+", "").stripTrailing();
    }
  }
}
