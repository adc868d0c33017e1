package dev.polder.model.dialect.anthropic;

import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.Feature;

/// What Anthropic's Messages takes and can say, by version.
final class AnthropicRules {
  static final String NAME = "anthropic";

  static final DialectRules V2023_06_01 = rules(AnthropicVersion.V2023_06_01);
  static final DialectRules V2026_10_21 = rules(AnthropicVersion.V2026_10_21);

  private static final String NO_SAMPLING = "version 2026-10-21 has no sampling parameters";

  private AnthropicRules() {}

  static DialectRules of(AnthropicVersion version) {
    return switch (version) {
      case V2023_06_01 -> V2023_06_01;
      case V2026_10_21 -> V2026_10_21;
    };
  }

  private static DialectRules rules(AnthropicVersion version) {
    DialectRules.Writing rules = reading(writing(DialectRules.of(NAME)));
    switch (version) {
      case V2023_06_01 ->
          rules
              .translates(
                  Feature.TEMPERATURE, "temperature", "from 0 to 1: what is above becomes 1")
              .keeps(Feature.TOP_P, "top_p")
              .keeps(Feature.TOP_K, "top_k")
              .translates(
                  Feature.LATER_SYSTEM_PROMPT,
                  "system",
                  "it joins those at the beginning: its place among the turns is lost");
      case V2026_10_21 ->
          rules
              .lacks(Feature.TEMPERATURE, NO_SAMPLING)
              .lacks(Feature.TOP_P, NO_SAMPLING)
              .lacks(Feature.TOP_K, NO_SAMPLING)
              .refuses("temperature", NO_SAMPLING + ". Leave it out.")
              .refuses("top_p", NO_SAMPLING + ". Leave it out.")
              .refuses("top_k", NO_SAMPLING + ". Leave it out.")
              .translates(
                  Feature.LATER_SYSTEM_PROMPT,
                  "messages",
                  "a message of the role `system` in its place");
    }
    return rules.written();
  }

  private static DialectRules.Writing writing(DialectRules.Writing rules) {
    return rules
        .translates(
            Feature.OUTPUT_BOUND, "max_tokens", "the dialect wants one, so there always is one")
        .lacks(Feature.FREQUENCY_PENALTY, "the dialect has no such field")
        .lacks(Feature.PRESENCE_PENALTY, "the dialect has no such field")
        .lacks(Feature.SEED, "the dialect has no such field")
        .keeps(Feature.STOP_SEQUENCES, "stop_sequences")
        .translates(
            Feature.PARALLEL_TOOLS, "tool_choice.disable_parallel_tool_use", "with its opposite")
        .translates(
            Feature.EFFORT,
            "output_config.effort",
            "`minimal` becomes `low`; `none` becomes `thinking` of the type `disabled`")
        .translates(Feature.THINKING_BUDGET, "thinking.budget_tokens", "with the type `enabled`")
        .lacks(Feature.VERBOSITY, "the dialect has no such field")
        .keeps(Feature.USER, "metadata.user_id")
        .lacks(Feature.METADATA, "the dialect keeps nothing but the user's name")
        .lacks(Feature.IMAGE_DETAIL, "the dialect has no such field")
        .keeps(Feature.IMAGE_FROM_TOOL, "messages.content.content")
        .keeps(Feature.TOOL_FAILURE, "messages.content.is_error")
        .keeps(Feature.OWN_REASONING, "messages.content.thinking")
        .lacks(Feature.FOREIGN_REASONING, "the API takes back only what it has signed itself")
        .translates(Feature.EARLIER_REFUSAL, "messages.content", "a text of the assistant")
        .lacks(Feature.ANY_JSON_OBJECT, "the dialect knows JSON with a schema only")
        .translates(Feature.JSON_SCHEMA, "output_config.format", "the type `json_schema`")
        .lacks(Feature.SCHEMA_NAME, "the dialect's schemas have no name; it has no effect")
        .translates(Feature.SCHEMA_STRICT, "output_config.format", "always strict");
  }

  private static DialectRules.Writing reading(DialectRules.Writing rules) {
    return rules
        .takes(
            "model",
            "messages",
            "system",
            "max_tokens",
            "tools",
            "tool_choice",
            "stream",
            "thinking",
            "output_config",
            "metadata")
        .refuses(
            "container", "it is a machine that the provider keeps between requests. Leave it out.")
        .refuses("mcp_servers", "they are asked by the provider itself. Call them as tools.")
        .drops("cache_control", "each provider has a cache of its own and other words for it")
        .drops("diagnostics", "it refers to an earlier message that the provider keeps")
        .drops("inference_geo", "where data may go is said by the use case's data class")
        .drops("service_tier", "tiers are the provider's own")
        .drops("speed", "it is the provider's own")
        .drops("context_management", "it is the provider's own");
  }
}
