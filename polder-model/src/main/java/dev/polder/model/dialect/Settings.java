package dev.polder.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What a client sets besides what it says, each as the JSON value that its [Feature] wants.
public record Settings(Map<Feature, JsonNode> values) {
  /// Nothing set.
  public static final Settings NONE = new Settings(Map.of());

  public Settings {
    Map<Feature, JsonNode> copy = new EnumMap<>(Feature.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  /// The value, if it is set.
  public Optional<JsonNode> value(Feature feature) {
    return Optional.ofNullable(values.get(feature));
  }

  /// The same, and this.
  public Settings with(Feature feature, JsonNode value) {
    Map<Feature, JsonNode> more = new EnumMap<>(Feature.class);
    more.putAll(values);
    more.put(feature, value);
    return new Settings(more);
  }

  /// The same, but not this.
  public Settings without(Feature feature) {
    Map<Feature, JsonNode> fewer = new EnumMap<>(Feature.class);
    fewer.putAll(values);
    fewer.remove(feature);
    return new Settings(fewer);
  }
}
