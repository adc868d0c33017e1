package dev.polder.app.discover;

import dev.polder.model.Preset;
import java.net.URI;
import java.util.List;

/// A kind of model server and where it usually listens on this machine.
///
/// @param baseUrl with the version, without a slash at the end
public record LocalServer(String name, Preset preset, URI baseUrl) {
  /// The servers that are looked for, in the order in which they are preferred.
  // SGLang has no preset yet; it is spoken to as any server of the dialect.
  public static final List<LocalServer> USUAL =
      List.of(
          at(Preset.OLLAMA, 11_434),
          at(Preset.VLLM, 8000),
          at(Preset.LLAMA_CPP, 8080),
          new LocalServer("sglang", Preset.CUSTOM, URI.create("http://127.0.0.1:30000/v1")));

  private static LocalServer at(Preset preset, int port) {
    return new LocalServer(preset.label(), preset, URI.create("http://127.0.0.1:" + port + "/v1"));
  }
}
