package dev.polder.gateway.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/// What metrics and spans are told apart by: the names, and what they mean.
///
/// Those that begin with `gen_ai` are OpenTelemetry's conventions for generative AI, v1.41, which
/// are still in development: this is the place to change them. Values of metrics' attributes come
/// from the configuration or from enumerations, so there are only so many of them; never a key, a
/// prompt or an answer.
public enum Attribute {
  OPERATION("gen_ai.operation.name", "`chat` or `embeddings`"),
  PROVIDER("gen_ai.provider.name", "the kind of provider, by the conventions' word for it"),
  REQUEST_MODEL(
      "gen_ai.request.model",
      "of a call the use case, as the client asked for it; of an attempt the model's name at its"
          + " provider"),
  TOKEN_TYPE("gen_ai.token.type", "`input` or `output`"),
  INPUT_TOKENS("gen_ai.usage.input_tokens", "tokens read, as the provider counted them"),
  OUTPUT_TOKENS("gen_ai.usage.output_tokens", "tokens written, as the provider counted them"),
  FINISH_REASONS("gen_ai.response.finish_reasons", "the upstream's words for it"),
  ERROR_TYPE(
      "error.type",
      "of an attempt its result (`broken`, `busy`, `withdrawn`, …), of a call its outcome; absent"
          + " where all went well"),
  STATUS("http.response.status_code", "the upstream's status; absent where none arrived"),
  CALL("polder.call.id", "as in the header `x-polder-call`"),
  USE_CASE("polder.use_case", "the use case, or what else was asked for by its own name"),
  DEPLOYMENT("polder.deployment", "a deployment, as polder.yaml calls it"),
  CANDIDATE("polder.candidate", "a deployment or pool of a ladder"),
  OUTCOME("polder.outcome", "`served-by-primary`, `served-by-fallback`, `failed` or `abandoned`"),
  EVIDENCE("polder.evidence", "what evidence says of the candidate, where something is asked"),
  RESULT("polder.attempt.result", "how an attempt ended, as outcome lines say it"),
  CONDITION("polder.condition", "`well`, `ejected`, `on-trial`, `returning` or `held`"),
  EFFECT("polder.restriction.effect", "`cut`, `capped` or `priced`"),
  ORIGIN("polder.restriction.origin", "`declared`, `detected` or `drill`"),
  BASIS("polder.evidence.basis", "on what evidence rests, such as `non-inferior` or `unproven`"),
  SIGNAL("polder.signal", "`traces` or `metrics`"),
  MEMORY("jvm.memory.type", "`heap` or `non_heap`"),
  COLLECTOR("jvm.gc.name", "a garbage collector of the JVM");

  private final String label;
  private final String meaning;

  Attribute(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /// The name that goes out.
  public String label() {
    return label;
  }

  /// For people, in a few words; Markdown.
  public String meaning() {
    return meaning;
  }

  /// The key of a text.
  public AttributeKey<String> text() {
    return AttributeKey.stringKey(label);
  }
}
