package dev.polder.model.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// JSON of our own and of owners' files, as text. Clients' JSON is never read or written by this.
final class JsonText {
  /// Judging goes down one frame a level and more.
  private static final int DEEPEST = 200;

  private static final JsonMapper ANSWERS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Owners' numbers stay exact. Models' do not: arithmetic on 1e999999999 would never end.
  private static final JsonMapper EXACT =
      ANSWERS.rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private JsonText() {}

  /// Reads one value: no field of it may stand twice, and nothing may follow it.
  static JsonNode read(String json) throws JsonProcessingException {
    return EXACT.readTree(json);
  }

  /// The same of a model's answer.
  static JsonNode readAnswer(String json) throws JsonProcessingException {
    return ANSWERS.readTree(json);
  }

  static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /// A message of a chat.
  static String message(String role, String text) {
    return "{\"role\":" + quote(role) + ",\"content\":" + quote(text) + "}";
  }
}
