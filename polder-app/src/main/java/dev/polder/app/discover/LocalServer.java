package dev.polder.app.discover;

import dev.polder.model.Preset;
import java.net.URI;
import java.util.List;

/// A kind of model server and where it usually listens on this machine.
///
/// @param baseUrl with the version, without a slash at the end
public record LocalServer(String name, Preset preset, URI baseUrl) {
  /// The servers that are looked for, in the order in which they are preferred.
  public static final List<LocalServer> USUAL =
      List.of(at(Preset.OLLAMA), at(Preset.VLLM), at(Preset.LLAMA_CPP), at(Preset.SGLANG));

  private static LocalServer at(Preset preset) {
    return new LocalServer(preset.label(), preset, preset.usualAddress().orElseThrow());
  }
}
