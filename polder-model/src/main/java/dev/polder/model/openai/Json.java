package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.polder.http.Bytes;
import java.io.IOException;

/// How this package opens JSON: streaming, with bounds on nesting, names and numbers.
final class Json {
  /// Deeper than any honest request, shallow enough for any stack.
  static final int DEEPEST = 200;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(1000)
                  .maxNameLength(50_000)
                  .build())
          .build();

  private Json() {}

  static JsonParser parse(Bytes bytes) throws IOException {
    return FACTORY.createParser(bytes.array(), bytes.offset(), bytes.length());
  }

  /// `text` as a JSON string.
  static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
