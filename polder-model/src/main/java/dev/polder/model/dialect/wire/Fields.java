package dev.polder.model.dialect.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An object of a request, read field by field; at the end it names what nobody took.
///
/// A field that is null counts as one that is not there.
public final class Fields {
  private final JsonNode object;
  private final String path;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Fields> inner = new LinkedHashMap<>();

  private Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /// The fields of `object`.
  ///
  /// @param path where it stands in the request, without what tells one of many from another; `""`
  ///   for the request itself
  /// @throws RefusedException when it is no object
  public static Fields of(JsonNode object, String path) throws RefusedException {
    if (!object.isObject()) {
      throw new RefusedException(
          "'%s' must be an object.".formatted(path.isEmpty() ? "The request" : path), path);
    }
    return new Fields(object, path);
  }

  /// Where a field of this object stands.
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// Whether there is such a field.
  public boolean has(String name) {
    return object.hasNonNull(name);
  }

  /// The field's value, of whatever kind, or a missing node.
  public JsonNode any(String name) {
    taken.add(name);
    JsonNode value = object.path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }

  /// The field's text.
  ///
  /// @throws RefusedException when there is none, or it is no text
  public String text(String name) throws RefusedException {
    if (!has(name)) {
      throw new RefusedException("'%s' is missing.".formatted(path(name)), path(name));
    }
    return text(name, "");
  }

  /// The field's text, or another where there is none.
  ///
  /// @throws RefusedException when it is no text
  public String text(String name, String otherwise) throws RefusedException {
    JsonNode value = any(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isTextual()) {
      throw wrong(name, "a string");
    }
    return value.textValue();
  }

  /// The field's truth value, if it is there.
  ///
  /// @throws RefusedException when it is none
  public Optional<Boolean> flag(String name) throws RefusedException {
    JsonNode value = any(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrong(name, "true or false");
    }
    return Optional.of(value.booleanValue());
  }

  /// The field's list; an empty one where there is none.
  ///
  /// @throws RefusedException when it is no list
  public List<JsonNode> list(String name) throws RefusedException {
    JsonNode value = any(name);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(name, "a list");
    }
    List<JsonNode> items = new ArrayList<>(value.size());
    value.forEach(items::add);
    return items;
  }

  /// The fields of an object within this one; always the same for one name, so that several may
  /// take from it. An absent one has no fields.
  ///
  /// @throws RefusedException when it is no object
  public Fields object(String name) throws RefusedException {
    Fields known = inner.get(name);
    if (known != null) {
      return known;
    }
    JsonNode value = any(name);
    Fields found = of(value.isMissingNode() ? Json.object() : value, path(name));
    inner.put(name, found);
    return found;
  }

  /// Takes fields that say nothing which must be said again.
  public void ignore(String... names) {
    taken.addAll(List.of(names));
  }

  /// A refusal of this field's kind of value.
  public RefusedException wrong(String name, String wanted) {
    return new RefusedException("'%s' must be %s.".formatted(path(name), wanted), path(name));
  }

  /// Adds to `dropped` the paths of what nobody took, here and in the objects within.
  public void close(Collection<String> dropped) {
    for (Fields each : inner.values()) {
      each.close(dropped);
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!taken.contains(field.getKey()) && !field.getValue().isNull()) {
        dropped.add(path(printable(field.getKey())));
      }
    }
  }

  /// A client's own names end up in a header.
  private static String printable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.$-]", "?");
    return plain.length() > 64 ? plain.substring(0, 64) : plain;
  }
}
