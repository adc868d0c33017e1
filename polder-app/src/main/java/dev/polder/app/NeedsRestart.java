package dev.polder.app;

import dev.polder.app.config.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The parts of a configuration that are looked at only when Polder starts. Certificates and tokens
/// follow a change, but not whether there are any.
final class NeedsRestart {
  private static final Map<String, Function<Configuration, Object>> FIELDS = fields();

  private NeedsRestart() {}

  private static Map<String, Function<Configuration, Object>> fields() {
    Map<String, Function<Configuration, Object>> fields = new LinkedHashMap<>();
    fields.put("server", changed -> changed.server().with(Optional.empty()));
    fields.put("server.tls", changed -> changed.server().tls().isPresent());
    fields.put("admin", changed -> List.of(changed.admin().host(), changed.admin().port()));
    fields.put("admin.tls", changed -> changed.admin().tls().isPresent());
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
