package dev.polder.evals.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// JSON read strictly and written in one way only, so that equal things have equal texts: names
/// sorted, no white space, numbers without trailing zeros.
public final class CanonicalJson {
  private static final ObjectReader STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  private CanonicalJson() {}

  /// Reads one JSON value: nothing after it, no name twice, numbers without loss.
  ///
  /// @throws JsonProcessingException when it is none; the message says where
  public static JsonNode read(String text) throws JsonProcessingException {
    try {
      JsonNode value = STRICT.readValue(text);
      if (value.isMissingNode()) {
        throw new Unusable("there is nothing");
      }
      return value;
    } catch (NumberFormatException tooLarge) { // such as 1e9999999999
      throw new Unusable("a number is too large or too small");
    }
  }

  /// The same for whoever does not care why it is none.
  public static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(read(text));
    } catch (JsonProcessingException none) {
      return Optional.empty();
    }
  }

  /// The one text of `value`.
  public static String text(JsonNode value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  static void write(JsonNode value, StringBuilder text) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, text);
      case ARRAY -> {
        String separator = "[";
        for (JsonNode item : value) {
          text.append(separator);
          write(item, text);
          separator = ",";
        }
        text.append(value.isEmpty() ? "[]" : "]");
      }
      case STRING -> writeText(value.textValue(), text);
      case NUMBER -> text.append(number(value));
      case BOOLEAN, NULL, MISSING, BINARY, POJO -> text.append(value);
    }
  }

  private static void writeObject(JsonNode object, StringBuilder text) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    text.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
      text.append(separator);
      writeText(entry.getKey(), text);
      text.append(':');
      write(entry.getValue(), text);
      separator = ",";
    }
    text.append('}');
  }

  static void writeText(String value, StringBuilder text) {
    text.append('"');
    if (isPlain(value)) {
      text.append(value);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(value, text);
    }
    text.append('"');
  }

  /// Whether it stands as it is: most texts do, and are appended whole, not a character at a time.
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character < ' ' || character == '"' || character == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String number(JsonNode value) {
    if (value.isFloat() || value.isDouble()) {
      double number = value.doubleValue();
      return Double.isFinite(number) ? stripped(BigDecimal.valueOf(number)) : "\"" + number + "\"";
    }
    return stripped(value.decimalValue());
  }

  private static String stripped(BigDecimal number) {
    try {
      return number.stripTrailingZeros().toString();
    } catch (ArithmeticException atTheEdge) { // an exponent that no integer holds any more
      return number.toString();
    }
  }

  /// Nothing, or what nobody can reckon with.
  private static final class Unusable extends JsonProcessingException {
    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }
}
