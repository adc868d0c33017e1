package dev.polder.app;

import dev.polder.app.config.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The parts of a configuration that are looked at only when Polder starts.
final class NeedsRestart {
  private static final Map<String, Function<Configuration, Object>> FIELDS = fields();

  private NeedsRestart() {}

  private static Map<String, Function<Configuration, Object>> fields() {
    Map<String, Function<Configuration, Object>> fields = new LinkedHashMap<>();
    fields.put("server", Configuration::server);
    fields.put("admin", Configuration::admin);
    fields.put("outcomes", Configuration::outcomes);
    fields.put("state", Configuration::state);
    fields.put("store", Configuration::store);
    fields.put("telemetry", Configuration::telemetry);
    return fields;
  }

  /// Those in which `changed` differs from `running`.
  static List<String> among(Configuration running, Configuration changed) {
    return FIELDS.entrySet().stream()
        .filter(field -> !field.getValue().apply(running).equals(field.getValue().apply(changed)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
