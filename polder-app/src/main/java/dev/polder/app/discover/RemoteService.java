package dev.polder.app.discover;

import dev.polder.model.Preset;
import java.util.List;

/// A service, and the environment variable in which its users usually keep their key.
///
/// @param control country of the company's seat
/// @param maker country of those who make the models that it is known for
public record RemoteService(Preset preset, String variable, String control, String maker) {
  /// They serve models of many makers.
  private static final String UNKNOWN = "ZZ";

  /// The services that are looked for: those whose address is known without asking.
  public static final List<RemoteService> USUAL =
      List.of(
          of(Preset.OPENAI, "US", "US"),
          of(Preset.MISTRAL, "FR", "FR"),
          of(Preset.GEMINI, "US", "US"),
          of(Preset.OPENROUTER, "US", UNKNOWN),
          of(Preset.SCALEWAY, "FR", UNKNOWN),
          of(Preset.OVH, "FR", UNKNOWN));

  private static RemoteService of(Preset preset, String control, String maker) {
    return new RemoteService(preset, preset.keyVariable().orElseThrow(), control, maker);
  }

  String name() {
    return preset.label();
  }
}
