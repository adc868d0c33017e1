package dev.polder.model.openai;

import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// A client's request: its bytes, and what a gateway must know of them.
///
/// Nothing is re-serialised: what Polder changes for an upstream (the model's name, asking for
/// usage) is cut into the client's bytes, so that fields nobody here has heard of arrive as they
/// were sent.
public final class ModelRequest {
  /// Servers that keep the state of a prompt's beginning keep it by blocks of some hundred bytes.
  private static final int PREFIX = 1024;

  private final Operation operation;
  private final Bytes body;
  private final String model;
  private final boolean stream;
  private final boolean usageAsked;
  private final Span modelSpan;
  private final Span streamOptionsSpan;
  private final Span includeUsageSpan;
  private final int contentFrom;

  ModelRequest(
      Operation operation,
      Bytes body,
      String model,
      boolean stream,
      boolean usageAsked,
      Span modelSpan,
      Span streamOptionsSpan,
      Span includeUsageSpan,
      int contentFrom) {
    this.operation = operation;
    this.body = body;
    this.model = model;
    this.stream = stream;
    this.usageAsked = usageAsked;
    this.modelSpan = modelSpan;
    this.streamOptionsSpan = streamOptionsSpan;
    this.includeUsageSpan = includeUsageSpan;
    this.contentFrom = contentFrom;
  }

  /// Reads a request's body.
  ///
  /// @throws BadRequestException when it is no JSON object, or a field that Polder needs is
  ///   missing, of the wrong type or there twice
  public static ModelRequest read(Operation operation, Bytes body) throws BadRequestException {
    return new RequestScanner(operation, body).scan();
  }

  public Operation operation() {
    return operation;
  }

  /// What the client asks for: a use case's name, as a rule.
  public String model() {
    return model;
  }

  /// Whether the answer is wanted as a stream of events.
  public boolean stream() {
    return stream;
  }

  /// Whether the client itself asked for usage at the end of a stream.
  public boolean usageAsked() {
    return usageAsked;
  }

  /// A number that requests share whose prompts begin alike: in their first [#PREFIX] bytes.
  public long prefixHash() {
    int end = Math.min(body.length(), contentFrom + PREFIX);
    CRC32C checksum = new CRC32C();
    checksum.update(body.array(), body.offset() + contentFrom, end - contentFrom);
    return checksum.getValue();
  }

  /// Length of the client's body in bytes.
  public int length() {
    return body.length();
  }

  /// The bytes for an upstream.
  ///
  /// @param upstreamModel the name under which the upstream knows the model
  /// @param askForUsage whether to ask for usage in a stream even if the client did not
  public Bytes forUpstream(String upstreamModel, boolean askForUsage) {
    List<Edit> edits = new ArrayList<>(2);
    edits.add(Edit.of(modelSpan, Json.quote(upstreamModel)));
    if (askForUsage && stream && !usageAsked) {
      edits.add(usageEdit());
    }
    return Edit.apply(edits, body);
  }

  /// The body as the client sent it.
  Bytes body() {
    return body;
  }

  /// Just behind the model's name, where another field can be added: `,"name":value`.
  int behindModel() {
    return modelSpan.to();
  }

  /// The same request with `edits`, none of which touches the fields that this class knows.
  ModelRequest with(List<Edit> edits) {
    return new ModelRequest(
        operation,
        Edit.apply(edits, body),
        model,
        stream,
        usageAsked,
        Edit.moved(modelSpan, edits),
        Edit.moved(streamOptionsSpan, edits),
        Edit.moved(includeUsageSpan, edits),
        Edit.moved(new Span(contentFrom, contentFrom), edits).from());
  }

  private Edit usageEdit() {
    if (includeUsageSpan.exists()) {
      return Edit.of(includeUsageSpan, "true");
    }
    if (streamOptionsSpan.exists() && body.at(streamOptionsSpan.from()) == '{') {
      int inside = streamOptionsSpan.from() + 1;
      boolean empty = isBlank(body.slice(inside, streamOptionsSpan.to() - 1));
      return Edit.of(new Span(inside, inside), "\"include_usage\":true" + (empty ? "" : ","));
    }
    if (streamOptionsSpan.exists()) {
      return Edit.of(streamOptionsSpan, "{\"include_usage\":true}");
    }
    int behindModel = modelSpan.to();
    return Edit.of(
        new Span(behindModel, behindModel), ",\"stream_options\":{\"include_usage\":true}");
  }

  static boolean isBlank(Bytes bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      if (bytes.at(i) > ' ') {
        return false;
      }
    }
    return true;
  }
}
