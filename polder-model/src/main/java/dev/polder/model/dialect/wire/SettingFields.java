package dev.polder.model.dialect.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.model.dialect.Action;
import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.Feature;
import dev.polder.model.dialect.FeatureRule;
import dev.polder.model.dialect.RefusedException;
import dev.polder.model.dialect.Settings;

/// Reads and writes the settings that a dialect keeps as they are, by its rules alone.
public final class SettingFields {
  private SettingFields() {}

  /// The settings that stand in the request in fields which the dialect keeps.
  ///
  /// @throws RefusedException when one has a value of another kind
  public static Settings read(Fields request, DialectRules rules) throws RefusedException {
    Settings settings = Settings.NONE;
    for (FeatureRule rule : rules.features()) {
      if (!isKeptSetting(rule)) {
        continue;
      }
      Fields holder = request;
      String[] path = rule.field().split("\\.", -1);
      for (int i = 0; i < path.length - 1 && holder.has(path[i]); i++) {
        holder = holder.object(path[i]);
      }
      String name = path[path.length - 1];
      if (holder.path(name).equals(rule.field()) && holder.has(name)) {
        settings =
            settings.with(rule.feature(), checked(rule.feature(), holder.any(name), holder, name));
      }
    }
    return settings;
  }

  /// Writes the settings that the dialect keeps as they are.
  public static void write(ObjectNode request, Settings settings, DialectRules rules) {
    settings
        .values()
        .forEach((feature, value) -> {
          FeatureRule rule = rules.rule(feature);
          if (isKeptSetting(rule)) {
            put(request, rule.field(), value);
          }
        });
  }

  /// Puts a value at a path such as `reasoning.effort`.
  public static void put(ObjectNode request, String field, JsonNode value) {
    String[] path = field.split("\\.", -1);
    ObjectNode holder = request;
    for (int i = 0; i < path.length - 1; i++) {
      holder = holder.withObjectProperty(path[i]);
    }
    holder.set(path[path.length - 1], value);
  }

  private static boolean isKeptSetting(FeatureRule rule) {
    return rule.action() == Action.KEEP && kind(rule.feature()) != Kind.NO_SETTING;
  }

  private static JsonNode checked(Feature feature, JsonNode value, Fields holder, String name)
      throws RefusedException {
    return switch (kind(feature)) {
      case NUMBER -> {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
          throw holder.wrong(name, "a number");
        }
        yield value;
      }
      case WHOLE_NUMBER -> {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
          throw holder.wrong(name, "a whole number");
        }
        yield value;
      }
      case TEXT -> {
        if (!value.isTextual()) {
          throw holder.wrong(name, "a string");
        }
        yield value;
      }
      case TRUTH -> {
        if (!value.isBoolean()) {
          throw holder.wrong(name, "true or false");
        }
        yield value;
      }
      case OBJECT -> {
        if (!value.isObject()) {
          throw holder.wrong(name, "an object");
        }
        yield value;
      }
      case TEXTS -> {
        boolean texts = value.isArray();
        for (JsonNode each : value) {
          texts &= each.isTextual();
        }
        if (!texts) {
          throw holder.wrong(name, "a list of strings");
        }
        yield value;
      }
      case NO_SETTING -> throw new IllegalArgumentException("no setting: " + feature);
    };
  }

  /// What kind of value a setting has.
  private enum Kind {
    NUMBER,
    WHOLE_NUMBER,
    TEXT,
    TEXTS,
    TRUTH,
    OBJECT,
    NO_SETTING
  }

  private static Kind kind(Feature feature) {
    return switch (feature) {
      case TEMPERATURE, TOP_P, FREQUENCY_PENALTY, PRESENCE_PENALTY -> Kind.NUMBER;
      case OUTPUT_BOUND, TOP_K, SEED, THINKING_BUDGET -> Kind.WHOLE_NUMBER;
      case EFFORT, VERBOSITY, USER -> Kind.TEXT;
      case STOP_SEQUENCES -> Kind.TEXTS;
      case PARALLEL_TOOLS -> Kind.TRUTH;
      case METADATA -> Kind.OBJECT;
      case LATER_SYSTEM_PROMPT,
          IMAGE_DETAIL,
          IMAGE_FROM_TOOL,
          TOOL_FAILURE,
          OWN_REASONING,
          FOREIGN_REASONING,
          EARLIER_REFUSAL,
          ANY_JSON_OBJECT,
          JSON_SCHEMA,
          SCHEMA_NAME,
          SCHEMA_STRICT ->
          Kind.NO_SETTING;
    };
  }
}
