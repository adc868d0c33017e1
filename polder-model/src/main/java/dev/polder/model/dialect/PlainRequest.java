package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.polder.http.Bytes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;

/// A request for an upstream of the client's own dialect: its bytes, and what a gateway must know
/// of them.
///
/// Nothing is re-serialised: what Polder changes is put into the client's bytes, so that fields
/// nobody here has heard of arrive as they were sent.
public final class PlainRequest {
  /// Servers that keep the state of a prompt's beginning keep it by blocks of some hundred bytes.
  private static final int PREFIX = 1024;

  private final Bytes body;
  private final TopFields fields;
  private final Form form;
  private final String model;
  private final boolean stream;

  /// How a dialect names what a gateway must know.
  ///
  /// @param content the field with the conversation
  /// @param outputBound the field that bounds the answer
  /// @param forbidden fields that Polder refuses also where nothing is translated
  public record Form(String content, String outputBound, Set<String> forbidden) {
    public Form {
      forbidden = Set.copyOf(forbidden);
    }
  }

  private PlainRequest(Bytes body, TopFields fields, Form form, String model, boolean stream) {
    this.body = body;
    this.fields = fields;
    this.form = form;
    this.model = model;
    this.stream = stream;
  }

  /// Reads a request's body.
  ///
  /// @throws RefusedException when it is no JSON object, or a field that Polder needs is missing,
  ///   of the wrong kind or there twice, or it has one that Polder refuses
  public static PlainRequest read(Bytes body, Form form, DialectRules rules)
      throws RefusedException {
    Set<String> known = new HashSet<>(form.forbidden());
    known.addAll(Set.of("model", "stream", "tools", form.content(), form.outputBound()));
    TopFields fields = TopFields.read(body, known);
    for (FieldRule rule : rules.fields()) {
      String value = fields.value(rule.field());
      if (form.forbidden().contains(rule.field()) && !value.isEmpty() && !value.equals("false")) {
        throw new RefusedException(
            "'%s' cannot be served here: %s".formatted(rule.field(), rule.reason()), rule.field());
      }
    }
    if (fields.value("model").isEmpty()) {
      throw new RefusedException(
          "'model' is missing: name a use case, as GET /v1/models lists them.", "model");
    }
    String model =
        fields
            .text("model")
            .orElseThrow(() -> new RefusedException("'model' must be a string.", "model"));
    if (fields.value(form.content()).isEmpty()) {
      throw new RefusedException("'%s' is missing.".formatted(form.content()), form.content());
    }
    return new PlainRequest(body, fields, form, model, streamed(fields));
  }

  private static boolean streamed(TopFields fields) throws RefusedException {
    return switch (fields.value("stream")) {
      case "true" -> true;
      case "false", "" -> false;
      default -> throw new RefusedException("'stream' must be true or false.", "stream");
    };
  }

  /// What the client asks for: a use case's name, as a rule.
  public String model() {
    return model;
  }

  /// Whether the answer is wanted as a stream of events.
  public boolean stream() {
    return stream;
  }

  /// Whether the client offers tools.
  public boolean tools() {
    String tools = fields.value("tools");
    return tools.length() > 2 && !tools.substring(1, tools.length() - 1).isBlank();
  }

  /// How many tokens the answer may have, where the client says so in a whole number.
  public OptionalLong outputBound() {
    String bound = fields.value(form.outputBound());
    return bound.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(bound))
        : OptionalLong.empty();
  }

  /// Length of the client's body in bytes.
  public int length() {
    return body.length();
  }

  /// A number that requests share whose conversations begin alike: in their first [#PREFIX] bytes.
  public long prefixHash() {
    int from = fields.start(form.content());
    int end = Math.min(body.length(), from + PREFIX);
    CRC32C checksum = new CRC32C();
    checksum.update(body.array(), body.offset() + from, end - from);
    return checksum.getValue();
  }

  /// The bytes for an upstream that knows the model by this name.
  public Bytes forUpstream(String upstreamModel) {
    return with(upstreamModel, Map.of(), Set.of());
  }

  /// The same, and the answer bound to so many tokens.
  public Bytes forUpstream(String upstreamModel, long outputBound) {
    return with(upstreamModel, Map.of(form.outputBound(), Long.toString(outputBound)), Set.of());
  }

  /// The bytes for an upstream, with further fields set to JSON values or left out, such as the
  /// sampling parameters that a newer version of a dialect no longer takes.
  public Bytes with(String upstreamModel, Map<String, String> values, Set<String> without) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("model", TextNode.valueOf(upstreamModel).toString());
    all.putAll(values);
    return fields.with(all, without);
  }
}
