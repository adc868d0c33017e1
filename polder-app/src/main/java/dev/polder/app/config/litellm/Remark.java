package dev.polder.app.config.litellm;

/// What became of a key that could not be taken over as it is. Values are never in it: any of them
/// may be a secret.
///
/// @param line counted from 1
/// @param key where it stands, such as `router_settings.redis_host`
public record Remark(int line, String key, String text) {
  /// Such as `config.yaml:12: router_settings.redis_host …`.
  public String text(String file) {
    return "%s:%d: %s %s".formatted(file, line, key, text);
  }
}
