package dev.polder.app.config;

import dev.polder.app.config.value.ProxyChoice;
import dev.polder.model.Preset;
import dev.polder.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A provider as configured.
public sealed interface ProviderSettings {
  String name();

  /// A server that somebody else runs.
  ///
  /// @param credentials none, one, or several that take turns
  /// @param ca a PEM file of authorities that are trusted besides the usual ones
  /// @param proxy empty: as for all
  record Remote(
      String name,
      Preset preset,
      URI baseUrl,
      List<Secret> credentials,
      Optional<Path> ca,
      Optional<ProxyChoice> proxy)
      implements ProviderSettings {}

  /// A model that Polder runs in a child process.
  ///
  /// @param folder holds the decoder, as model hubs lay it out
  record EmbeddedModel(String name, Path folder) implements ProviderSettings {}

  /// A server that Polder starts, watches and restarts.
  ///
  /// @param command with `{port}` where the port belongs
  /// @param port empty: Polder chooses a free one
  /// @param ready the path that answers 200 when it is ready; empty: the usual ones are tried
  record StartedServer(
      String name,
      Preset preset,
      List<String> command,
      OptionalInt port,
      Optional<String> ready,
      Path folder)
      implements ProviderSettings {}
}
