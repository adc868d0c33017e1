package dev.polder.app.discover;

import dev.polder.model.Preset;
import java.util.List;

/// A service, and the environment variable in which its users usually keep their key.
///
/// @param control country of the company's seat
/// @param maker country of those who make the models that it is known for
public record RemoteService(Preset preset, String variable, String control, String maker) {
  /// The services that are looked for.
  public static final List<RemoteService> USUAL =
      List.of(
          new RemoteService(Preset.OPENAI, "OPENAI_API_KEY", "US", "US"),
          new RemoteService(Preset.MISTRAL, "MISTRAL_API_KEY", "FR", "FR"));

  String name() {
    return preset.label();
  }
}
