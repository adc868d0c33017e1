package dev.polder.model;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What Polder knows beforehand about a kind of provider. A new kind is a new constant.
///
/// The sources of the facts stand in docs/reference/providers.md; a fact that could not be verified
/// is left out, and the cautious value stands.
public enum Preset {
  /// OpenAI's own service.
  OPENAI(
      PresetFacts.service("https://api.openai.com/v1", "OPENAI_API_KEY")
          .statingUsageInStreams()
          .cachingPrefixes()
          .takingSchemas()
          .boundingOutputBy("max_completion_tokens")
          .says(
              Wording.none()
                  .phrase(Meaning.REFUSED, "^invalid prompt: .*violating our usage policy", 400))),

  /// Mistral's service, which states usage in the last chunk unasked.
  MISTRAL(
      PresetFacts.service("https://api.mistral.ai/v1", "MISTRAL_API_KEY")
          .cachingPrefixes()
          .takingSchemas()
          .says(
              Wording.none()
                  .codes(Meaning.WITHDRAWN, "invalid_model")
                  .codes(Meaning.BUSY, "rate_limited", "service_tier_capacity_exceeded"))),

  /// OpenAI's models at Azure: the v1 endpoint of a resource.
  AZURE_OPENAI(
      PresetFacts.service("", "AZURE_OPENAI_API_KEY")
          .takingKeyIn("api-key")
          .statingUsageInStreams()
          .cachingPrefixes()
          .takingSchemas()
          .boundingOutputBy("max_completion_tokens")
          .says(
              Wording.none()
                  .codes(Meaning.WITHDRAWN, "DeploymentNotFound")
                  .codes(Meaning.UNFIT, "OperationNotSupported"))),

  /// Google's Gemini API in its OpenAI-compatible form.
  GEMINI(
      PresetFacts.service(
              "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY")
          .cachingPrefixes()
          .says(
              Wording.none()
                  .codes(Meaning.WITHDRAWN, "API_KEY_INVALID")
                  .phrase(Meaning.WITHDRAWN, "^api key not valid", 400)
                  .phrase(Meaning.WITHDRAWN, "^user location is not supported for the api use", 400)
                  .phrase(Meaning.WITHDRAWN, "is not found for api version", 404)
                  .phrase(Meaning.UNPAID, "^your prepayment credits are depleted", 402, 429))),

  /// Amazon Bedrock's OpenAI-compatible endpoint of a region.
  BEDROCK(
      PresetFacts.service("", "AWS_BEARER_TOKEN_BEDROCK")
          .says(
              Wording.none()
                  .codes(Meaning.BUSY, "ThrottlingException", "ModelNotReadyException")
                  .phrase(Meaning.UNPAID, "INVALID_PAYMENT_INSTRUMENT", 403)
                  .phrase(
                      Meaning.WITHDRAWN, "^the provided model identifier is invalid", 400, 404))),

  /// OpenRouter, which passes calls on to others and states usage unasked.
  OPENROUTER(
      PresetFacts.service("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY")
          .cachingPrefixes()
          .says(
              Wording.none()
                  .phrase(Meaning.REFUSED, "requires moderation on .*input was flagged", 403)
                  .phrase(Meaning.UNPAID, "^key limit exceeded", 403)
                  .phrase(Meaning.UNFIT, "^no endpoints found that support", 404)
                  .phrase(Meaning.WITHDRAWN, "^no endpoints found", 404)
                  .phrase(Meaning.WITHDRAWN, "is not a valid model id$", 400))),

  /// Scaleway's Generative APIs.
  SCALEWAY(
      PresetFacts.service("https://api.scaleway.ai/v1", "SCW_SECRET_KEY")
          .statingUsageInStreams()
          .takingSchemas()
          .says(Wording.none().phrase(Meaning.WITHDRAWN, "^model not found", 404, 422))),

  /// OVHcloud's AI Endpoints.
  OVH(
      PresetFacts.service(
          "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1", "OVH_AI_ENDPOINTS_ACCESS_TOKEN")),

  /// An Ollama server.
  OLLAMA(
      PresetFacts.server(11434)
          .statingUsageInStreams()
          .takingSchemas()
          .says(Wording.none().codes(Meaning.WITHDRAWN, "not_found_error"))),

  /// A vLLM server.
  VLLM(
      PresetFacts.server(8000)
          .statingUsageInStreams()
          .takingSchemas()
          .cachingPrefixes()
          .says(Wording.none().codes(Meaning.WITHDRAWN, "NotFoundError"))),

  /// An SGLang server.
  SGLANG(PresetFacts.server(30000).statingUsageInStreams().cachingPrefixes().takingSchemas()),

  /// llama.cpp's `llama-server`.
  LLAMA_CPP(PresetFacts.server(8080).statingUsageInStreams().cachingPrefixes().takingSchemas()),

  /// A model inside Polder.
  ENGINE(PresetFacts.server(0).statingUsageInStreams().boundingOutputBy("max_completion_tokens")),

  /// Any other server that speaks the OpenAI dialect; nothing is assumed.
  CUSTOM(PresetFacts.service("", ""));

  @SuppressWarnings("ImmutableEnumChecker") // Facts are records, and their collections are copies.
  private final PresetFacts facts;

  Preset(PresetFacts facts) {
    this.facts = facts;
  }

  /// Where such a provider is found unless the configuration says otherwise.
  public Optional<URI> usualAddress() {
    return facts.address().isEmpty() ? Optional.empty() : Optional.of(URI.create(facts.address()));
  }

  /// The port that such a server listens at on its own machine.
  public OptionalInt usualPort() {
    return facts.port() == 0 ? OptionalInt.empty() : OptionalInt.of(facts.port());
  }

  /// The environment variable in which people keep a key of it.
  public Optional<String> keyVariable() {
    return facts.keyVariable().isEmpty() ? Optional.empty() : Optional.of(facts.keyVariable());
  }

  /// The header that carries `credential` to it.
  public Map.Entry<String, String> credentialField(Secret credential) {
    return facts.keyHeader().equals("authorization")
        ? Map.entry("authorization", "Bearer " + credential.reveal())
        : Map.entry(facts.keyHeader(), credential.reveal());
  }

  /// Whether it honours `stream_options.include_usage`, so that Polder may ask for usage in
  /// streams.
  public boolean usageInStreams() {
    return facts.usageInStreams();
  }

  /// Whether a prompt that begins like one before is answered sooner or cheaper by the same
  /// deployment.
  public boolean cachesPrefixes() {
    return facts.cachesPrefixes();
  }

  /// Whether calls cost money.
  public boolean metered() {
    return !facts.local();
  }

  /// Whether it is a server that the organisation runs, and no service of somebody else.
  public boolean local() {
    return facts.local();
  }

  /// The request's field that bounds how much is written.
  public String outputBound() {
    return facts.outputBound();
  }

  /// How it is told the schema that an answer must fit, unless its operator knows better.
  public StructuredOutput structuredOutput() {
    return facts.structuredOutput();
  }

  /// What an error of it means, by its codes and then its phrases; empty where only the status
  /// tells.
  ///
  /// @param status with which it came, or 0 within a stream
  /// @param names its codes and types, from within outwards
  /// @param message its sentence
  public Optional<Meaning> meaning(int status, List<String> names, String message) {
    return facts.wording().meaning(status, names, message);
  }

  /// The name in `polder.yaml`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The preset that `polder.yaml` calls `label`.
  public static Optional<Preset> labelled(String label) {
    return Arrays.stream(values()).filter(preset -> preset.label().equals(label)).findFirst();
  }

  /// All labels, for error messages.
  public static String labels() {
    return Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", "));
  }
}
