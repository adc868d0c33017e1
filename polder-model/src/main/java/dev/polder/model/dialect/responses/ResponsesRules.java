package dev.polder.model.dialect.responses;

import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.Feature;

/// What Responses takes and can say.
final class ResponsesRules {
  static final String NAME = "responses";

  private static final String STATELESS =
      "Polder keeps no answers. Send the whole conversation in 'input', and 'store': false.";
  private static final String CACHE = "each provider has a cache of its own and other words for it";
  private static final String NO_FIELD = "the dialect has no such field";
  private static final String OWN = "it is the provider's own";

  static final DialectRules RULES = reading(writing(DialectRules.of(NAME))).written();

  private ResponsesRules() {}

  private static DialectRules.Writing writing(DialectRules.Writing rules) {
    return rules
        .keeps(Feature.OUTPUT_BOUND, "max_output_tokens")
        .keeps(Feature.TEMPERATURE, "temperature")
        .keeps(Feature.TOP_P, "top_p")
        .lacks(Feature.TOP_K, NO_FIELD)
        .lacks(Feature.FREQUENCY_PENALTY, NO_FIELD)
        .lacks(Feature.PRESENCE_PENALTY, NO_FIELD)
        .lacks(Feature.SEED, NO_FIELD)
        .rejects(
            Feature.STOP_SEQUENCES,
            "it has no stop sequences, and without them the answer would run on."
                + " Leave them out, or choose a candidate of another dialect.")
        .keeps(Feature.PARALLEL_TOOLS, "parallel_tool_calls")
        .keeps(Feature.EFFORT, "reasoning.effort")
        .lacks(Feature.THINKING_BUDGET, "the dialect bounds reasoning in words, not in tokens")
        .keeps(Feature.VERBOSITY, "text.verbosity")
        .translates(
            Feature.USER,
            "safety_identifier",
            "`user` is read too, where there is no `safety_identifier`")
        .keeps(Feature.METADATA, "metadata")
        .translates(
            Feature.LATER_SYSTEM_PROMPT, "input", "a message of the role `system` in its place")
        .keeps(Feature.IMAGE_DETAIL, "input.content.detail")
        .keeps(Feature.IMAGE_FROM_TOOL, "input.output")
        .lacks(Feature.TOOL_FAILURE, NO_FIELD + "; the tool's text remains")
        .translates(
            Feature.OWN_REASONING, "input.encrypted_content", "an item of the type `reasoning`")
        .lacks(Feature.FOREIGN_REASONING, "the API takes back only what it has sealed itself")
        .translates(Feature.EARLIER_REFUSAL, "input.content", "content of the type `refusal`")
        .translates(Feature.ANY_JSON_OBJECT, "text.format", "the type `json_object`")
        .translates(Feature.JSON_SCHEMA, "text.format", "the type `json_schema`")
        .keeps(Feature.SCHEMA_NAME, "text.format.name")
        .keeps(Feature.SCHEMA_STRICT, "text.format.strict");
  }

  private static DialectRules.Writing reading(DialectRules.Writing rules) {
    return rules
        .takes(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "text",
            "reasoning",
            "include",
            "stream",
            "stream_options")
        .refuses("previous_response_id", STATELESS)
        .refuses("conversation", STATELESS)
        .refuses(
            "background",
            "Polder keeps no answers to be fetched later. Leave it out, and wait or stream.")
        .refuses("prompt", "stored prompts are not known here. Send its text in 'instructions'.")
        .drops("store", "nothing is stored: Polder keeps no answers")
        .drops("truncation", "whoever does not fit a context is told so")
        .drops("max_tool_calls", "it bounds the provider's own tools")
        .drops("top_logprobs", "other dialects do not tell them")
        .drops("service_tier", "tiers are the provider's own")
        .drops("prompt_cache_key", CACHE)
        .drops("prompt_cache_options", CACHE)
        .drops("prompt_cache_retention", CACHE)
        .drops("context_management", OWN)
        .drops("moderation", OWN)
        .drops("access_programs", OWN)
        .drops("image", OWN);
  }
}
