package dev.polder.model.dialect.chat;

import dev.polder.model.dialect.DialectRules;
import dev.polder.model.dialect.Feature;

/// What Chat Completions takes and can say.
final class ChatRules {
  static final String NAME = "chat";

  private static final String CACHE = "each provider has a cache of its own and other words for it";
  private static final String STORED = "nothing is stored: Polder keeps no answers";

  static final DialectRules RULES = reading(writing(DialectRules.of(NAME))).written();

  private ChatRules() {}

  private static DialectRules.Writing writing(DialectRules.Writing rules) {
    return rules
        .translates(
            Feature.OUTPUT_BOUND,
            "max_completion_tokens",
            "or `max_tokens`, as the provider's preset says; both are read")
        .keeps(Feature.TEMPERATURE, "temperature")
        .keeps(Feature.TOP_P, "top_p")
        .lacks(Feature.TOP_K, "the dialect has no such field")
        .keeps(Feature.FREQUENCY_PENALTY, "frequency_penalty")
        .keeps(Feature.PRESENCE_PENALTY, "presence_penalty")
        .keeps(Feature.SEED, "seed")
        .translates(Feature.STOP_SEQUENCES, "stop", "a single text is read as a list of one")
        .keeps(Feature.PARALLEL_TOOLS, "parallel_tool_calls")
        .keeps(Feature.EFFORT, "reasoning_effort")
        .lacks(Feature.THINKING_BUDGET, "the dialect bounds reasoning in words, not in tokens")
        .keeps(Feature.VERBOSITY, "verbosity")
        .translates(
            Feature.USER, "user", "`safety_identifier` is read too, where there is no `user`")
        .lacks(Feature.METADATA, "it is kept with stored answers only, and " + STORED)
        .translates(
            Feature.LATER_SYSTEM_PROMPT, "messages", "a message of the role `system` in its place")
        .keeps(Feature.IMAGE_DETAIL, "messages.content.image_url.detail")
        .translates(
            Feature.IMAGE_FROM_TOOL,
            "messages",
            "messages of tools hold only text, so the picture follows as a user's message")
        .lacks(Feature.TOOL_FAILURE, "the dialect has no such field; the tool's text remains")
        .lacks(Feature.OWN_REASONING, "the dialect takes no reasoning back")
        .forgets(
            Feature.FOREIGN_REASONING,
            "messages.reasoning_content",
            "the dialect takes no reasoning back")
        .translates(Feature.EARLIER_REFUSAL, "messages.refusal", "the message's field `refusal`")
        .translates(Feature.ANY_JSON_OBJECT, "response_format", "the type `json_object`")
        .translates(Feature.JSON_SCHEMA, "response_format", "the type `json_schema`")
        .keeps(Feature.SCHEMA_NAME, "response_format.json_schema.name")
        .keeps(Feature.SCHEMA_STRICT, "response_format.json_schema.strict");
  }

  private static DialectRules.Writing reading(DialectRules.Writing rules) {
    return rules
        .takes("model", "messages", "tools", "tool_choice", "stream", "stream_options")
        .refusesUnless("n", "1", "other dialects give one answer a call. Send several calls.")
        .refuses("functions", "it is out of date. Send 'tools'.")
        .refuses("function_call", "it is out of date. Send 'tool_choice'.")
        .refuses("audio", "other dialects answer in text only. Leave it out.")
        .refusesUnless(
            "modalities", "[\"text\"]", "other dialects answer in text only. Send [\"text\"].")
        .drops("logprobs", "other dialects do not tell them")
        .drops("top_logprobs", "other dialects do not tell them")
        .drops("logit_bias", "tokens differ from model to model")
        .drops("prediction", "it changes the speed, not the answer")
        .drops("metadata", STORED)
        .drops("store", STORED)
        .drops("service_tier", "tiers are the provider's own")
        .drops("prompt_cache_key", CACHE)
        .drops("prompt_cache_options", CACHE)
        .drops("prompt_cache_retention", CACHE)
        .drops("moderation", "it is the provider's own")
        .drops("web_search_options", "it is a tool of the provider's own");
  }
}
