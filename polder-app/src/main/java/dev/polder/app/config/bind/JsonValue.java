package dev.polder.app.config.bind;

/// A value of whatever form, as JSON: for fields whose form others define.
public record JsonValue(String json) {
  static final JsonValue NULL = new JsonValue("null");
}
