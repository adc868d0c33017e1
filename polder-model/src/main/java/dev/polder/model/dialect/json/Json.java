package dev.polder.model.dialect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;

/// How dialects open and close JSON: with bounds on nesting, names and numbers.
public final class Json {
  /// Deeper than any honest request, shallow enough for any stack.
  public static final int DEEPEST = 200;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(1000)
                  .maxNameLength(50_000)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final ObjectReader READER = MAPPER.reader();

  private Json() {}

  /// A parser over the bytes.
  public static JsonParser parse(Bytes bytes) throws IOException {
    return FACTORY.createParser(bytes.array(), bytes.offset(), bytes.length());
  }

  /// The whole of it as a tree.
  ///
  /// @throws IOException when it is no JSON, or an object has a field twice
  public static JsonNode tree(Bytes bytes) throws IOException {
    return READER.readTree(bytes.array(), bytes.offset(), bytes.length());
  }

  /// The whole of it as a tree.
  ///
  /// @throws IOException when it is no JSON, or an object has a field twice
  public static JsonNode tree(String text) throws IOException {
    return READER.readTree(text);
  }

  /// The value on which the parser stands, as compact text.
  public static String text(JsonParser json) throws IOException {
    return text(MAPPER.<JsonNode>readTree(json));
  }

  /// Whether the parser stands on something that is not null; what it stands on is skipped.
  public static boolean skip(JsonParser json) throws IOException {
    boolean something = json.currentToken() != JsonToken.VALUE_NULL;
    json.skipChildren();
    return something;
  }

  /// A new object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The tree as bytes in UTF-8.
  public static Bytes bytes(JsonNode tree) {
    try {
      return Bytes.of(MAPPER.writeValueAsBytes(tree));
    } catch (IOException halfCharacter) {
      return escaped(tree);
    }
  }

  /// UTF-8 has no form for half a surrogate pair, but JSON has.
  private static Bytes escaped(JsonNode tree) {
    try {
      return Bytes.of(
          MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(tree));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// The tree as text.
  public static String text(JsonNode tree) {
    return tree.toString();
  }
}
