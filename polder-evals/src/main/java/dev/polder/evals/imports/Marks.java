package dev.polder.evals.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.OptionalDouble;

/// Values of scores, of which tools have several kinds.
final class Marks {
  private Marks() {}

  /// A number, a truth, or one of the letters and words that stand for one: C is 1, P is 0.5, I and
  /// N (no answer) are 0, as Inspect AI counts them. Empty for anything else.
  static OptionalDouble number(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> finite(value.doubleValue());
      case BOOLEAN -> OptionalDouble.of(value.booleanValue() ? 1 : 0);
      case STRING -> word(value.textValue());
      case ARRAY, OBJECT, BINARY, MISSING, NULL, POJO -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble word(String word) {
    return switch (word) {
      case "C" -> OptionalDouble.of(1);
      case "P" -> OptionalDouble.of(0.5);
      case "I", "N" -> OptionalDouble.of(0);
      default ->
          switch (word.toLowerCase(Locale.ROOT)) {
            case "yes", "true" -> OptionalDouble.of(1);
            case "no", "false" -> OptionalDouble.of(0);
            default -> parsed(word);
          };
    };
  }

  private static OptionalDouble parsed(String word) {
    try {
      return finite(Double.parseDouble(word));
    } catch (NumberFormatException none) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
