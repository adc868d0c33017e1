package dev.polder.evals.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Makes a [Sample] of one line of JSON.
final class SampleReader {
  private static final Set<String> FIELDS =
      new TreeSet<>(Set.of("id", "input", "target", "cluster", "tags", "weight", "note"));
  private static final int LONGEST_NAME = 200;

  /// A sample, and whether its identifier is its own or made of its content.
  record Read(Sample sample, boolean hasOwnId) {}

  private final Consumer<String> faults;
  private boolean sound = true;

  private SampleReader(Consumer<String> faults) {
    this.faults = faults;
  }

  /// Reads one line; what is wrong with it is told to `faults`.
  static Optional<Read> read(byte[] line, Consumer<String> faults) {
    return new SampleReader(faults).read(line);
  }

  private Optional<Read> read(byte[] line) {
    JsonNode json;
    try {
      json = CanonicalJson.read(text(line));
    } catch (CharacterCodingException notText) {
      return fault("The line is not UTF-8 text. Save the file as UTF-8.");
    } catch (JsonProcessingException malformed) {
      return fault(
          "The line is no JSON%s. Write one object on each line.".formatted(said(malformed)));
    }
    if (!json.isObject()) {
      return fault(
          "The line holds no JSON object but %s. Write {\"input\": …}.".formatted(said(json)));
    }
    if (hasEscapedCharacter(line) && hasHalfCharacter(json)) {
      fault("A text holds half a character (a lone surrogate such as \\ud800). Write it whole.");
    }
    return sample(json);
  }

  private static String text(byte[] line) throws CharacterCodingException {
    return isAscii(line)
        ? new String(line, StandardCharsets.ISO_8859_1)
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
  }

  /// The usual case, in which no copy of characters is needed.
  private static boolean isAscii(byte[] line) {
    int all = 0;
    for (byte each : line) {
      all |= each;
    }
    return all >= 0;
  }

  /// Text of valid UTF-8 holds half a character only where an escape says so.
  private static boolean hasEscapedCharacter(byte[] line) {
    for (int i = 1; i < line.length; i++) {
      if (line[i] == 'u' && line[i - 1] == '\\') {
        return true;
      }
    }
    return false;
  }

  private Optional<Read> sample(JsonNode json) {
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        fault(
            "Unknown field '%s'. Known fields: %s."
                .formatted(shortened(field.getKey()), String.join(", ", FIELDS)));
      }
    }
    List<Message> input = input(json.path("input"));
    Optional<Target> target = target(json.path("target"));
    Optional<String> id = name(json, "id");
    Optional<String> cluster = name(json, "cluster");
    Set<String> tags = tags(json.path("tags"));
    double weight = weight(json.path("weight"));
    if (!sound || input.isEmpty() || target.isEmpty()) {
      return Optional.empty();
    }
    String own = id.orElseGet(() -> madeOf(input));
    return Optional.of(
        new Read(new Sample(own, input, target.get(), cluster, tags, weight), id.isPresent()));
  }

  /// An identifier that a sample keeps wherever it stands in whichever file.
  private static String madeOf(List<Message> input) {
    String content = Sample.canonical(input);
    return "s-" + new Digest("id").add(content).hex().substring(0, 16);
  }

  private List<Message> input(JsonNode input) {
    if (input.isTextual()) {
      if (input.textValue().isBlank()) {
        fault("'input' is empty. Write what is asked.");
        return List.of();
      }
      return List.of(new Message("user", input.textValue()));
    }
    if (!input.isArray() || input.isEmpty()) {
      fault(
          input.isMissingNode()
              ? "'input' is missing. Write a prompt, or a list of messages."
              : "'input' is %s. Write a prompt, or a list of messages.".formatted(said(input)));
      return List.of();
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : input) {
      message(message).ifPresent(messages::add);
    }
    if (sound && Set.of("system", "developer", "assistant").contains(messages.getLast().role())) {
      fault(
          "The last message is the %s's: nobody is asked anything. End with a message of the user."
              .formatted(messages.getLast().role()));
    }
    return messages;
  }

  private Optional<Message> message(JsonNode message) {
    JsonNode role = message.path("role");
    JsonNode content = message.path("content");
    if (!role.isTextual() || !Message.ROLES.contains(role.textValue())) {
      return fault(
          "A message's 'role' is %s. Known roles: %s."
              .formatted(said(role), String.join(", ", new TreeSet<>(Message.ROLES))));
    }
    if (!content.isTextual()) {
      return fault(
          "A message's 'content' is %s. Write a text; images and parts are not supported."
              .formatted(said(content)));
    }
    if (message.size() > 2) {
      return fault("A message has more fields than 'role' and 'content'. Leave them out.");
    }
    return Optional.of(new Message(role.textValue(), content.textValue()));
  }

  private Optional<Target> target(JsonNode target) {
    Optional<Target> read = Target.of(target);
    if (read.isEmpty()) {
      fault("'target' is %s. Write a text such as \"yes\" instead.".formatted(said(target)));
    }
    return read;
  }

  private Optional<String> name(JsonNode json, String field) {
    JsonNode name = json.path(field);
    if (name.isMissingNode() || name.isNull()) {
      return Optional.empty();
    }
    String text = name.isTextual() || name.isIntegralNumber() ? name.asText() : "";
    if (text.isBlank()
        || text.length() > LONGEST_NAME
        || text.chars().anyMatch(Character::isISOControl)) {
      return fault(
          "'%s' is %s. Write a text of at most %d characters, or leave it out."
              .formatted(field, said(name), LONGEST_NAME));
    }
    return Optional.of(text);
  }

  private Set<String> tags(JsonNode tags) {
    Set<String> words = new TreeSet<>();
    boolean sorts = tags.isArray() || tags.isMissingNode() || tags.isNull();
    for (JsonNode tag : tags) {
      sorts &= tag.isTextual() && !tag.textValue().isBlank();
      words.add(tag.asText());
    }
    if (!sorts) {
      fault("'tags' is %s. Write a list of words, such as [\"long\"].".formatted(said(tags)));
    }
    return words;
  }

  private double weight(JsonNode weight) {
    if (weight.isMissingNode()) {
      return 1;
    }
    double value = weight.isNumber() ? weight.doubleValue() : Double.NaN;
    if (value > 0 && value <= 1e6) {
      return value;
    }
    fault("'weight' is %s. Write a number above 0, at most 1000000.".formatted(said(weight)));
    return 1;
  }

  private static boolean hasHalfCharacter(JsonNode json) {
    if (json.isTextual()) {
      return isHalf(json.textValue());
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (isHalf(field.getKey())) {
        return true;
      }
    }
    for (JsonNode child : json) {
      if (hasHalfCharacter(child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHalf(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isSurrogate(character)) {
        boolean whole =
            Character.isHighSurrogate(character)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!whole) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private <T> Optional<T> fault(String message) {
    sound = false;
    faults.accept(message);
    return Optional.empty();
  }

  private static String said(JsonNode value) {
    return value.isMissingNode() ? "missing" : shortened(value.toString());
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
  }

  /// Where the JSON ends being JSON, and why, without what only programmers understand.
  private static String said(JsonProcessingException malformed) {
    String why =
        malformed
            .getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(
                " ?\\(start marker.*| ?\\(code \\d+[^)]*\\)|: (expected a|was expecting).*", "");
    return malformed.getLocation() == null
        ? " (" + shortened(why) + ")"
        : " (column %d: %s)".formatted(malformed.getLocation().getColumnNr(), shortened(why));
  }
}
