package dev.polder.app.config.litellm;

import dev.polder.app.discover.RemoteService;
import dev.polder.model.Preset;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a LiteLLM model's prefix means: `groq/…` is asked at Groq.
///
/// Addresses and variables are those of LiteLLM's documentation of each provider, read in November
/// 2026; control is the country of the company's seat, and maker that of the models that it is
/// known for, as in [RemoteService].
///
/// @param name what its provider is called in `polder.yaml`
/// @param address where its service is, or `""` where that differs from user to user
/// @param variable where LiteLLM looks for its key, or `""`
record Backend(
    String name, Preset preset, String address, String variable, String control, String maker) {
  static final String UNKNOWN = "ZZ";

  /// Any server that speaks the OpenAI dialect.
  static final Backend CUSTOM = new Backend("custom", Preset.CUSTOM, "", "", UNKNOWN, UNKNOWN);

  private static final Pattern OF_OPENAI =
      Pattern.compile("(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-).*");
  private static final Map<String, Backend> KNOWN = known();

  /// What LiteLLM reaches by a protocol or a way of signing in that Polder does not speak.
  private static final List<String> FOREIGN =
      List.of(
          "azure_ai",
          "bedrock",
          "cloudflare",
          "cohere",
          "cohere_chat",
          "databricks",
          "huggingface",
          "oci",
          "predibase",
          "replicate",
          "sagemaker",
          "sagemaker_chat",
          "snowflake",
          "vertex_ai",
          "vertex_ai_beta",
          "watsonx");

  private static Map<String, Backend> known() {
    Map<String, Backend> known = new LinkedHashMap<>();
    known.put("openai", service(Preset.OPENAI));
    known.put("azure", new Backend("azure", Preset.AZURE_OPENAI, "", "AZURE_API_KEY", "US", "US"));
    known.put("mistral", service(Preset.MISTRAL));
    known.put("gemini", service(Preset.GEMINI));
    known.put("openrouter", service(Preset.OPENROUTER));
    known.put("ovhcloud", service(Preset.OVH));
    known.put("anthropic", at("anthropic", "https://api.anthropic.com/v1", "US", "US"));
    known.put("groq", at("groq", "https://api.groq.com/openai/v1", "US", UNKNOWN));
    known.put("cerebras", at("cerebras", "https://api.cerebras.ai/v1", "US", UNKNOWN));
    known.put("deepseek", at("deepseek", "https://api.deepseek.com/v1", "CN", "CN"));
    known.put("xai", at("xai", "https://api.x.ai/v1", "US", "US"));
    known.put(
        "together_ai",
        new Backend(
            "together",
            Preset.CUSTOM,
            "https://api.together.xyz/v1",
            "TOGETHERAI_API_KEY",
            "US",
            UNKNOWN));
    known.put(
        "fireworks_ai",
        new Backend(
            "fireworks",
            Preset.CUSTOM,
            "https://api.fireworks.ai/inference/v1",
            "FIREWORKS_AI_API_KEY",
            "US",
            UNKNOWN));
    known.put("deepinfra", at("deepinfra", "https://api.deepinfra.com/v1/openai", "US", UNKNOWN));
    known.put("hosted_vllm", server(Preset.VLLM));
    known.put("vllm", server(Preset.VLLM));
    known.put("ollama", server(Preset.OLLAMA));
    known.put("ollama_chat", server(Preset.OLLAMA));
    known.put("llamafile", server(Preset.LLAMA_CPP));
    List.of("custom_openai", "openai_like", "lm_studio", "litellm_proxy")
        .forEach(prefix -> known.put(prefix, CUSTOM));
    return known;
  }

  private static Backend service(Preset preset) {
    RemoteService facts =
        RemoteService.USUAL.stream()
            .filter(service -> service.preset() == preset)
            .findFirst()
            .orElseThrow();
    String address = preset.usualAddress().map(URI::toString).orElse("");
    return new Backend(
        preset.label(), preset, address, facts.variable(), facts.control(), facts.maker());
  }

  private static Backend at(String name, String address, String control, String maker) {
    String variable = name.toUpperCase(Locale.ROOT) + "_API_KEY";
    return new Backend(name, Preset.CUSTOM, address, variable, control, maker);
  }

  private static Backend server(Preset preset) {
    String address = preset.usualAddress().map(URI::toString).orElse("");
    return new Backend(preset.label(), preset, address, "", UNKNOWN, UNKNOWN);
  }

  /// A model as its own server calls it, and who that is.
  record Model(Backend backend, String name) {}

  /// What `model` of a `litellm_params` means; empty where Polder cannot ask for it.
  ///
  /// @param provider of `custom_llm_provider`, or `""`
  /// @param addressed whether an address goes with it
  static Optional<Model> of(String model, String provider, boolean addressed) {
    String prefix = provider.isEmpty() ? before(model) : provider;
    String rest = model.startsWith(prefix + "/") ? model.substring(prefix.length() + 1) : model;
    if (FOREIGN.contains(prefix)) {
      return Optional.empty();
    }
    Backend known = KNOWN.get(prefix);
    if (known != null) {
      return Optional.of(new Model(known, rest));
    }
    if (addressed) {
      return Optional.of(new Model(CUSTOM, model));
    }
    return (OF_OPENAI.matcher(model).matches()
            ? Optional.ofNullable(KNOWN.get("openai"))
            : model.startsWith("claude-")
                ? Optional.ofNullable(KNOWN.get("anthropic"))
                : Optional.<Backend>empty())
        .map(backend -> new Model(backend, model));
  }

  private static String before(String model) {
    int slash = model.indexOf('/');
    return slash < 0 ? "" : model.substring(0, slash);
  }

  /// This, as it is behind another address than its own: then nothing is known of who runs it.
  Backend behind(String base) {
    boolean elsewhere = !address.isEmpty() && !preset.local() && !sameHost(base);
    return elsewhere ? CUSTOM : this;
  }

  private boolean sameHost(String base) {
    try {
      String own = String.valueOf(new URI(address).getHost());
      String host = String.valueOf(new URI(base).getHost());
      return host.equals(own) || host.endsWith("." + own);
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  /// `base` with the version, as `base-url` wants it.
  String baseUrl(String base) {
    String plain = base.replaceFirst("/+$", "");
    if (preset == Preset.AZURE_OPENAI) {
      return plain.replaceFirst("/openai(/.*)?$", "") + "/openai/v1";
    }
    return preset == Preset.OLLAMA && !plain.endsWith("/v1") ? plain + "/v1" : plain;
  }
}
