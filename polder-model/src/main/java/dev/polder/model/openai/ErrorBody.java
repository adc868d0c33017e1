package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An error in the OpenAI dialect's form: `{"error":{"message","type","param","code"}}`.
///
/// @param parameter the request's field at fault, or `""`
/// @param code what programs compare, or `""`
/// @param detail what some servers say besides
public record ErrorBody(String message, String type, String parameter, String code, Detail detail) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  /// What goes beyond the dialect.
  ///
  /// @param codes codes further in, such as that of Azure's `innererror`
  /// @param status the status that the body itself states, for an error behind a 200; or 0
  /// @param retryDelay how long to wait, as Google states it: `19s`; or `""`
  public record Detail(List<String> codes, int status, String retryDelay) {
    public static final Detail NONE = new Detail(List.of(), 0, "");

    public Detail {
      codes = List.copyOf(codes);
    }
  }

  public ErrorBody(String message, String type, String parameter, String code) {
    this(message, type, parameter, code, Detail.NONE);
  }

  public ErrorBody(String message, String type, String code) {
    this(message, type, "", code);
  }

  /// Reads the forms that servers of this dialect use: `{"error":{…}}`, also in a list (Gemini),
  /// `{"error":"…"}`, with a `message` or without (Ollama, Scaleway), a bare `{"message":…}` (older
  /// vLLM, Mistral, AWS), `{"detail":"…"}` and `{"detail":[{"loc","msg"}]}` (FastAPI). Empty for
  /// anything else.
  public static Optional<ErrorBody> read(Bytes body) {
    JsonNode root;
    try {
      root = MAPPER.readTree(body.array(), body.offset(), body.length());
    } catch (IOException notJson) {
      return Optional.empty();
    }
    JsonNode first = root.isArray() ? root.path(0) : root;
    JsonNode error = first.path("error");
    if (error.isTextual()) {
      return Optional.of(titled(error.asText(), first));
    }
    return error.isObject() ? Optional.of(fields(error, error.path("message"))) : bare(first);
  }

  private static ErrorBody titled(String title, JsonNode root) {
    ErrorBody rest = fields(root, root.path("message"));
    String message = rest.message.isEmpty() ? title : title + ": " + rest.message;
    return new ErrorBody(message, rest.type, rest.parameter, rest.code, rest.detail);
  }

  private static Optional<ErrorBody> bare(JsonNode root) {
    for (String name : new String[] {"message", "Message", "detail"}) {
      JsonNode said = root.path(name);
      if (!sentence(said).isEmpty()) {
        return Optional.of(fields(root, said));
      }
    }
    return Optional.empty();
  }

  /// The same, and where the body names no kind, the one in the header that AWS uses for it.
  public static Optional<ErrorBody> read(Headers headers, Bytes body) {
    Optional<String> kind =
        headers.first("x-amzn-errortype").map(value -> value.split("[:#]", 2)[0].strip());
    return read(body).map(error -> kind.isPresent() ? error.ofKind(kind.get()) : error);
  }

  private ErrorBody ofKind(String kind) {
    return type.isEmpty() && code.isEmpty()
        ? new ErrorBody(message, kind, parameter, code, detail)
        : this;
  }

  private static ErrorBody fields(JsonNode error, JsonNode said) {
    JsonNode details = error.path("details");
    List<String> inner = new ArrayList<>();
    add(inner, error.path("innererror").path("code"));
    add(inner, details.path("error_code"));
    details.forEach(each -> add(inner, each.path("reason")));
    String retryDelay = "";
    for (JsonNode each : details) {
      retryDelay = text(each, "retryDelay").isEmpty() ? retryDelay : text(each, "retryDelay");
    }
    String code = text(error, "code");
    String named = text(error, "status");
    boolean nameIsBetter = isNumber(code) && !named.isEmpty() && !isNumber(named);
    return new ErrorBody(
        sentence(said),
        kind(error),
        text(error, "param"),
        nameIsBetter ? named : code,
        new Detail(inner, status(error), retryDelay));
  }

  /// AWS writes the kind into `__type`, behind a namespace.
  private static String kind(JsonNode error) {
    String aws = text(error, "__type");
    return aws.isEmpty() ? text(error, "type") : aws.substring(aws.lastIndexOf('#') + 1);
  }

  private static int status(JsonNode error) {
    return Stream.of("code", "status", "raw_status_code")
        .map(name -> text(error, name))
        .filter(text -> text.matches("[45]\\d\\d"))
        .findFirst()
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static void add(List<String> codes, JsonNode code) {
    if (code.isTextual()) {
      codes.add(code.asText());
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }

  /// A text, or FastAPI's list of what is wrong where, or an object around such a list.
  private static String sentence(JsonNode said) {
    if (said.isTextual()) {
      return said.asText();
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode each : said.isObject() ? said.path("detail") : said) {
      if (each.path("msg").isTextual()) {
        List<String> place = new ArrayList<>();
        each.path("loc").forEach(step -> place.add(step.asText()));
        parts.add(
            (place.isEmpty() ? "" : String.join(".", place) + ": ") + each.path("msg").asText());
      }
    }
    return String.join("; ", parts);
  }

  /// All that programs may compare, from within outwards: inner codes, the code, the type.
  public List<String> names() {
    return Stream.concat(detail.codes().stream(), Stream.of(code, type))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /// Whether `body` is `{"error":{…}}`, the one form that all official clients know.
  public static boolean isInDialect(Bytes body) {
    try {
      return MAPPER.readTree(body.array(), body.offset(), body.length()).path("error").isObject();
    } catch (IOException notJson) {
      return false;
    }
  }

  /// The same with some type, where the server named none.
  public ErrorBody typed() {
    return type.isEmpty() ? new ErrorBody(message, "server_error", parameter, code, detail) : this;
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  /// The JSON text.
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeStringField("message", message);
      json.writeStringField("type", type);
      writeOrNull(json, "param", parameter);
      writeOrNull(json, "code", code);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void writeOrNull(JsonGenerator json, String name, String value)
      throws IOException {
    if (value.isEmpty()) {
      json.writeNullField(name);
    } else {
      json.writeStringField(name, value);
    }
  }
}
