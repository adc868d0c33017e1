package dev.polder.model;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What Polder knows beforehand about a kind of provider.
public enum Preset {
  /// OpenAI's own service.
  OPENAI("https://api.openai.com/v1", true),
  /// Mistral's service, which states usage in the last chunk unasked.
  MISTRAL("https://api.mistral.ai/v1", false),
  /// A vLLM server.
  VLLM("http://127.0.0.1:8000/v1", true),
  /// llama.cpp's `llama-server`.
  LLAMA_CPP("http://127.0.0.1:8080/v1", true),
  /// An Ollama server.
  OLLAMA("http://127.0.0.1:11434/v1", true),
  /// A model inside Polder.
  ENGINE("", true),
  /// Any other server that speaks the OpenAI dialect; nothing is assumed.
  CUSTOM("", false);

  private final String usualAddress;
  private final boolean usageInStreams;

  Preset(String usualAddress, boolean usageInStreams) {
    this.usualAddress = usualAddress;
    this.usageInStreams = usageInStreams;
  }

  /// Where such a provider is found unless the configuration says otherwise.
  public Optional<URI> usualAddress() {
    return usualAddress.isEmpty() ? Optional.empty() : Optional.of(URI.create(usualAddress));
  }

  /// Whether it honours `stream_options.include_usage`, so that Polder may ask for usage in
  /// streams.
  public boolean usageInStreams() {
    return usageInStreams;
  }

  /// Whether it keeps the state of prompts' beginnings, so that prompts which begin alike had
  /// better go to the same deployment.
  public boolean cachesPrefixes() {
    return switch (this) {
      case OPENAI, VLLM, LLAMA_CPP -> true;
      case MISTRAL, OLLAMA, ENGINE, CUSTOM -> false;
    };
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
