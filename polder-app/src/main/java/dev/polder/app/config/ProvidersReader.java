package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.ProviderEntry;
import dev.polder.app.config.value.BaseUrl;
import dev.polder.app.config.value.SecretReference;
import dev.polder.model.Preset;
import dev.polder.model.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes settings of the file's providers.
final class ProvidersReader {
  private final Path folder;
  private final Secrets secrets;
  private final Set<Path> files;

  ProvidersReader(Path folder, Secrets secrets, Set<Path> files) {
    this.folder = folder;
    this.secrets = secrets;
    this.files = files;
  }

  /// @param place of all providers
  List<ProviderSettings> read(Map<String, ProviderEntry> entries, Place place) {
    List<ProviderSettings> settings = new ArrayList<>();
    entries.forEach(
        (name, entry) -> provider(name, entry, place.at(name)).ifPresent(settings::add));
    return List.copyOf(settings);
  }

  private Optional<ProviderSettings> provider(String name, ProviderEntry entry, Place place) {
    return entry.engine().isPresent()
        ? engine(name, entry, entry.engine().get(), place)
        : remote(name, entry, place);
  }

  private Optional<ProviderSettings> remote(String name, ProviderEntry entry, Place place) {
    Preset preset = entry.preset().orElse(Preset.CUSTOM);
    Optional<URI> address = entry.baseUrl().map(BaseUrl::uri);
    if (address.isEmpty() && !place.has("base-url")) {
      address = preset.usualAddress();
      if (address.isEmpty()) {
        place.fault(
            "%s has no 'base-url', and its preset '%s' has no usual one. Add one, such as"
                + " https://api.example.com/v1.",
            place.title(), preset.label());
      }
    }
    entry.ca().ifPresent(ca -> CertificateFile.look(ca, place, files));
    List<Secret> credentials = credentials(entry, place);
    return address.map(url ->
        new ProviderSettings.Remote(name, preset, url, credentials, entry.ca(), entry.proxy()));
  }

  private List<Secret> credentials(ProviderEntry entry, Place place) {
    if (place.has("credential") && place.has("credentials")) {
      place.faultAt(
          "credentials",
          "%s has both 'credential' and 'credentials'. Keep one of them.",
          place.title());
    }
    List<Secret> found = new ArrayList<>();
    entry
        .credential()
        .flatMap(reference -> secrets.fetch(reference, place, "credential"))
        .ifPresent(found::add);
    for (SecretReference reference : entry.credentials()) {
      secrets.fetch(reference, place, "credentials").ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private Optional<ProviderSettings> engine(
      String name, ProviderEntry entry, ProviderEntry.Engine engine, Place place) {
    for (String other : List.of("base-url", "credential")) {
      if (place.has(other)) {
        place.faultAt(
            other, "%s has an 'engine', so its '%s' is known. Remove it.", place.title(), other);
      }
    }
    for (String other : List.of("credentials", "ca", "proxy")) {
      if (place.has(other)) {
        place.faultAt(
            other, "%s has an 'engine', which needs no '%s'. Remove it.", place.title(), other);
      }
    }
    Place section = place.at("engine");
    if (section.has("model") == section.has("command")) {
      section.fault(
          "%s: its engine needs either 'model' (a folder) or 'command' (a server to start).",
          place.title());
      return Optional.empty();
    }
    return engine
        .model()
        .map(folderOfModel -> embedded(name, folderOfModel, place))
        .or(() -> Optional.of(started(name, entry, engine, place)));
  }

  private ProviderSettings started(
      String name, ProviderEntry entry, ProviderEntry.Engine engine, Place place) {
    Place section = place.at("engine");
    List<String> command = engine.command();
    boolean nothing = command.isEmpty() || command.getFirst().isBlank();
    if (nothing && section.hasSound("command")) {
      section.faultAt(
          "command",
          "%s: 'command' names no program. Write one, such as [llama-server, --port, '{port}'].",
          place.title());
    }
    engine
        .ready()
        .filter(ready -> !ready.startsWith("/"))
        .ifPresent(ready ->
            section.faultAt(
                "ready",
                "%s: 'ready' is '%s', which is no path. Write '/%s'.",
                place.title(),
                ready,
                ready));
    return new ProviderSettings.StartedServer(
        name,
        entry.preset().orElse(Preset.LLAMA_CPP),
        command,
        engine.port().number(),
        engine.ready(),
        folder);
  }

  private static ProviderSettings embedded(String name, Path model, Place place) {
    if (!Files.isDirectory(model)) {
      place
          .at("engine")
          .faultAt(
              "model",
              "%s: there is no model folder '%s'. Name one that holds config.json, tokenizer.json"
                  + " and model.onnx.",
              place.title(),
              model);
    }
    return new ProviderSettings.EmbeddedModel(name, model);
  }
}
