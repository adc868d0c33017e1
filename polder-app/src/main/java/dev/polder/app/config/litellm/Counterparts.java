package dev.polder.app.config.litellm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What to say of LiteLLM's keys that have no counterpart, and what Polder has instead.
final class Counterparts {
  private static final String NONE = "has no counterpart in Polder, and was left out.";
  private static final Map<String, String> INSTEAD = new HashMap<>();

  static {
    say(
        "was left out: what is added to calls stands under 'bundle.parameters' of a use case.",
        List.of("temperature", "top_p", "max_tokens", "max_completion_tokens", "seed", "stop"));
    say(
        "was left out: Polder refuses nothing that the upstream takes, and drops nothing in"
            + " silence.",
        List.of("drop_params", "additional_drop_params", "modify_params"));
    say(
        "was left out: Polder tells of itself by OpenTelemetry and at /metrics; see 'telemetry'.",
        List.of(
            "success_callback",
            "failure_callback",
            "callbacks",
            "service_callbacks",
            "callback_settings",
            "success_callbacks"));
    say(
        "was left out: Polder's 'alerts' has webhooks and commands; see docs/how-to/be-alerted.md.",
        List.of("alerting", "alerting_threshold", "alerting_args", "alert_types"));
    say(
        "was left out: Polder keeps its state in a folder of its own and needs no database.",
        List.of(
            "database_url",
            "store_model_in_db",
            "database_connection_pool_limit",
            "database_connection_timeout",
            "redis_host",
            "redis_port",
            "redis_password",
            "redis_url"));
    say(
        "was left out: Polder does not keep answers to give them again.",
        List.of("cache", "cache_params", "cache_responses"));
    say(
        "was left out: a refusal is an answer to Polder, and never a reason to ask somebody else.",
        List.of("content_policy_fallbacks"));
    say(
        "was left out: tokens a minute are not bounded in polder.yaml; 'polder restrict' bounds"
            + " calls.",
        List.of("tpm"));
    say(
        "was left out: the v1 endpoint of Azure needs no version of the API.",
        List.of("api_version"));
    say(
        "was left out: certificates are always verified; name your authority's file under"
            + " 'transport.ca'.",
        List.of("ssl_verify"));
    say("was left out: write 'telemetry: {log: json}'.", List.of("json_logs"));
    say("was left out: import each of those files by itself.", List.of("include"));
  }

  private Counterparts() {}

  private static void say(String text, List<String> keys) {
    keys.forEach(key -> INSTEAD.put(key, text));
  }

  /// Why `key` was left out.
  static String missing(String key) {
    return INSTEAD.getOrDefault(key, NONE);
  }
}
