package dev.polder.model.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.polder.http.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Edits a request at its top level: adds and replaces fields, puts messages around the client's
/// own.
///
/// Like all that Polder changes in a request, this is cut into the client's bytes. It finds its
/// places in a pass of its own, so that requests which nobody edits do not pay for it.
public final class RequestEditor {
  /// The field whose items can be added to.
  public static final String MESSAGES = "messages";

  private static final Bytes COMMA = Bytes.utf8(",");

  private final ModelRequest request;
  private final Map<String, Span> places = new HashMap<>();

  private RequestEditor(ModelRequest request) {
    this.request = request;
  }

  /// An editor that knows `names`, as far as the request has them.
  ///
  /// @throws BadRequestException when one of them stands twice, since parsers differ in which one
  ///   counts, or when [#MESSAGES] is among them and no list
  public static RequestEditor of(ModelRequest request, Set<String> names)
      throws BadRequestException {
    RequestEditor editor = new RequestEditor(request);
    try {
      editor.find(names);
    } catch (IOException impossible) {
      throw new IllegalStateException("a request that was read cannot be read again", impossible);
    }
    return editor;
  }

  private void find(Set<String> names) throws IOException, BadRequestException {
    try (JsonParser json = Json.parse(request.body())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        int from = (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        if (names.contains(name)) {
          put(name, token, new Span(from, (int) json.currentLocation().getByteOffset()));
        }
      }
    }
  }

  private void put(String name, JsonToken token, Span place) throws BadRequestException {
    if (name.equals(MESSAGES) && token != JsonToken.START_ARRAY) {
      throw new BadRequestException("'messages' must be a list.", name);
    }
    if (places.putIfAbsent(name, place) != null) {
      throw new BadRequestException("'" + name + "' stands twice in the request.", name);
    }
  }

  /// Whether the request has the field, and not just `null` in it.
  public boolean asks(String name) {
    return has(name) && !value(name).equals("null");
  }

  /// Whether the request has the field at all.
  public boolean has(String name) {
    return places.containsKey(name);
  }

  /// The field's JSON as the client wrote it, or `""` where there is none.
  public String value(String name) {
    Span place = places.getOrDefault(name, Span.NONE);
    return place.exists() ? request.body().slice(place.from(), place.to()).utf8() : "";
  }

  /// Begins to edit; the editor itself stays as it is.
  public Editing edit() {
    return new Editing();
  }

  /// Edits of one request, gathered one by one.
  public final class Editing {
    private final List<Edit> edits = new ArrayList<>();

    private Editing() {}

    /// Lets the field have this value, in place of another or as a new one.
    public Editing put(String name, String json) {
      Span place = places.getOrDefault(name, Span.NONE);
      if (place.exists()) {
        edits.add(Edit.of(place, json));
      } else {
        insert(request.behindModel(), Bytes.utf8("," + Json.quote(name) + ":" + json));
      }
      return this;
    }

    /// Puts messages before and after the client's own.
    ///
    /// @param before JSON objects with commas between them, or nothing; so is `after`
    public Editing surround(Bytes before, Bytes after) {
      Span list = places.getOrDefault(MESSAGES, Span.NONE);
      int first = list.from() + 1;
      int last = list.to() - 1;
      boolean empty = ModelRequest.isBlank(request.body().slice(first, last));
      if (!before.isEmpty()) {
        boolean alone = empty && after.isEmpty();
        insert(first, alone ? before : Bytes.concat(List.of(before, COMMA)));
      }
      if (!after.isEmpty()) {
        insert(last, empty ? after : Bytes.concat(List.of(COMMA, after)));
      }
      return this;
    }

    private void insert(int at, Bytes bytes) {
      edits.add(new Edit(new Span(at, at), bytes));
    }

    /// The request with all edits; the client's own where there were none.
    public ModelRequest done() {
      return edits.isEmpty() ? request : request.with(edits);
    }
  }
}
