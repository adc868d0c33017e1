package dev.polder.evals.imports;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.evals.imports.RefusedLogException.Kind;
import dev.polder.evals.run.Origin;
import dev.polder.evals.solve.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// A file of another tool: its JSON, and what refusals call its places.
final class Source {
  /// More than this of one file is not read.
  static final long LARGEST = 8L << 30;

  private static final int WORTH_SAYING = 120;

  // Python writes NaN and Infinity, which JSON does not have; a name twice has no meaning.
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonMapper MAPPER = new JsonMapper(JSON);

  private final Path file;

  Source(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  String name() {
    return String.valueOf(file.getFileName());
  }

  InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  /// @throws RefusedLogException when it is too large
  void checkSize() throws RefusedLogException, IOException {
    if (Files.size(file) > LARGEST) {
      throw refused(
          Kind.TOO_LARGE,
          "the file has %,d bytes, more than %,d. Log fewer samples in one file."
              .formatted(Files.size(file), LARGEST));
    }
  }

  Origin origin(String tool, String toolVersion, String logVersion) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] block = new byte[1 << 16];
    try (InputStream in = open()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
    }
    return new Origin(
        tool,
        toolVersion,
        logVersion,
        name(),
        "sha256:" + HexFormat.of().formatHex(digest.digest()));
  }

  RefusedLogException refused(Kind kind, String what) {
    return new RefusedLogException(kind, file.toString(), what);
  }

  RefusedLogException refused(Kind kind, String place, String what) {
    return new RefusedLogException(kind, file + ", " + place, what);
  }

  /// The refusal for JSON that is none.
  RefusedLogException damaged(String place, IOException cause) {
    String where = place.isEmpty() ? file.toString() : file + ", " + place;
    if (cause instanceof StreamConstraintsException || cause instanceof Archive.TooLarge) {
      return new RefusedLogException(
          Kind.TOO_LARGE,
          where,
          "it holds more, or is nested deeper, than any tool writes. Find out who made the file.");
    }
    String said =
        cause instanceof JsonProcessingException json
            ? json.getOriginalMessage() + at(json)
            : String.valueOf(cause.getMessage());
    return new RefusedLogException(
        Kind.DAMAGED,
        where,
        "it is cut off or damaged (%s). Copy the original again, or repeat the evaluation."
            .formatted(shortened(said)));
  }

  private static String at(JsonProcessingException json) {
    return json.getLocation() == null
        ? ""
        : " in line %d, column %d"
            .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr());
  }

  static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() > WORTH_SAYING ? plain.substring(0, WORTH_SAYING) + "…" : plain;
  }

  /// One JSON value and nothing after it.
  JsonNode tree(InputStream in, String place) throws RefusedLogException {
    try (JsonParser json = JSON.createParser(in)) {
      json.nextToken();
      JsonNode value = value(json);
      if (json.nextToken() != null) {
        throw new IOException("something follows its end");
      }
      return value;
    } catch (IOException damaged) {
      throw damaged(place, damaged);
    }
  }

  JsonNode tree(byte[] bytes, int offset, int length, String place) throws RefusedLogException {
    return tree(new java.io.ByteArrayInputStream(bytes, offset, length), place);
  }

  /// The value at which the parser stands.
  static JsonNode value(JsonParser json) throws IOException {
    if (json.currentToken() == null) {
      throw new IOException("it ends too early");
    }
    JsonNode value = MAPPER.readTree(json);
    return value == null ? MAPPER.missingNode() : value;
  }

  /// Moves into an object's next field and to its value; false at the object's end.
  static boolean nextField(JsonParser json) throws IOException {
    JsonToken token = json.nextToken();
    if (token == null) {
      throw new IOException("it ends too early");
    }
    if (token != JsonToken.FIELD_NAME) {
      return false;
    }
    if (json.nextToken() == null) {
      throw new IOException("it ends too early");
    }
    return true;
  }

  /// A text as UTF-8 can hold it: half characters, which models do write, become `U+FFFD`.
  static String whole(String text) {
    return text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// A text or a number as a text; empty for everything else.
  static String name(JsonNode value) {
    return value.isTextual() || value.isIntegralNumber() ? whole(value.asText()) : "";
  }
}
