package dev.polder.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Fields that a use case adds to a request where the client left them out, such as `temperature`.
///
/// @param values JSON by the dialect's names of fields
public record Parameters(SortedMap<String, String> values) {
  /// Nothing is added.
  public static final Parameters NONE = new Parameters(new TreeMap<>());

  /// The dialect's two names of the bound on what is written: which of them goes out is the
  /// provider's matter.
  static final Set<String> OUTPUT_BOUNDS = Set.of("max_tokens", "max_completion_tokens");

  /// What Polder or the client alone decides.
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "model", "the candidates say which model is asked",
          "messages", "a prompt says what goes around the call's messages",
          "input", "only chat has parameters",
          "stream", "the client says whether it wants a stream",
          "stream_options", "Polder asks for usage by itself",
          "response_format", "a schema says which form the answer has");

  public Parameters {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /// Takes parameters in, in their canonical form.
  ///
  /// @param values JSON by the dialect's names of fields
  /// @throws BadBundleException when a value is no JSON, or a name is none for a parameter
  public static Parameters of(Map<String, String> values) throws BadBundleException {
    SortedMap<String, String> canonical = new TreeMap<>();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      canonical.put(entry.getKey(), checked(entry.getKey(), entry.getValue()));
    }
    if (canonical.keySet().containsAll(OUTPUT_BOUNDS)) {
      throw new BadBundleException(
          0, "'max_tokens' and 'max_completion_tokens' are one bound. Keep one of them.");
    }
    return new Parameters(canonical);
  }

  private static String checked(String name, String json) throws BadBundleException {
    if (NOT_HERE.containsKey(name)) {
      throw new BadBundleException(
          0, "'%s' is no parameter: %s. Remove it.".formatted(name, NOT_HERE.get(name)));
    }
    JsonNode value;
    try {
      value = JsonText.read(json);
    } catch (JsonProcessingException malformed) {
      throw new BadBundleException(0, "The value of '%s' is no JSON value.".formatted(name));
    }
    if (value.isMissingNode()) {
      throw new BadBundleException(0, "'%s' has no value. Write one.".formatted(name));
    }
    if (OUTPUT_BOUNDS.contains(name) && !(value.isIntegralNumber() && value.asLong() > 0)) {
      throw new BadBundleException(
          0, "'%s' is %s. Write a whole number above 0.".formatted(name, json));
    }
    return canonical(value);
  }

  /// A number such as 0.20 or 2e-1 is the same as 0.2.
  private static String canonical(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      BigDecimal number = value.decimalValue().stripTrailingZeros();
      return Math.abs(number.scale()) < 20 ? number.toPlainString() : number.toString();
    }
    return value.toString();
  }

  /// The usual bound on what is written, if one is among them.
  Optional<Long> outputBound() {
    return values.entrySet().stream()
        .filter(entry -> OUTPUT_BOUNDS.contains(entry.getKey()))
        .map(entry -> Long.valueOf(entry.getValue()))
        .findFirst();
  }

  /// The same for parameters that say the same.
  public String digest() {
    return Sha256.of(
        values.entrySet().stream()
            .map(entry -> JsonText.quote(entry.getKey()) + ":" + entry.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }
}
