package dev.polder.app.config;

import dev.polder.model.Preset;
import dev.polder.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the file's providers.
final class ProvidersReader {
  private static final Set<String> FIELDS = Set.of("preset", "base-url", "credential", "engine");
  private static final Set<String> ENGINE_FIELDS = Set.of("model", "command", "port", "ready");

  /// What stands before the host or behind the path may be a secret, and is not repeated.
  private static final Pattern CARRIES_SECRETS =
      Pattern.compile("(?<=//).*@|\\?.*", Pattern.DOTALL);

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Path folder;
  private final Map<String, String> environment;

  ProvidersReader(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// What the section came to.
  ///
  /// @param names of all providers, also of those with faults, so that references to them are not
  ///   faults as well
  record Providers(Set<String> names, List<ProviderSettings> settings) {}

  Providers read(Section top) {
    Optional<Section> all = top.filled("providers", "Section 'providers'");
    if (all.isEmpty()) {
      top.fault(
          top.line("providers"), "There are no 'providers'. Name at least one who serves models.");
      return new Providers(Set.of(), List.of());
    }
    List<ProviderSettings> settings = new ArrayList<>();
    for (String name : all.get().chosenNames()) {
      all.get()
          .section(name, "Provider '" + name + "'", FIELDS)
          .flatMap(section -> provider(section, name))
          .ifPresent(settings::add);
    }
    return new Providers(Set.copyOf(all.get().names()), List.copyOf(settings));
  }

  private Optional<ProviderSettings> provider(Section section, String name) {
    Optional<Section> engine =
        section.section("engine", "Provider '%s', section 'engine'".formatted(name), ENGINE_FIELDS);
    return engine.isPresent()
        ? engine(section, engine.get(), name)
        : remote(section, name).map(remote -> remote);
  }

  private Optional<ProviderSettings.Remote> remote(Section section, String name) {
    Preset preset = preset(section, name, Preset.CUSTOM);
    Optional<URI> address =
        section.has("base-url") ? address(section, name) : preset.usualAddress();
    if (address.isEmpty() && !section.has("base-url")) {
      section.fault(
          section.line(),
          "Provider '%s' has no 'base-url', and its preset '%s' has no usual one. Add one, such as"
              + " https://api.example.com/v1.",
          name,
          preset.label());
    }
    Optional<Secret> credential = credential(section, name);
    return address.map(url -> new ProviderSettings.Remote(name, preset, url, credential));
  }

  private static Preset preset(Section section, String name, Preset usual) {
    Optional<String> label = section.text("preset");
    if (label.isEmpty()) {
      return usual;
    }
    Optional<Preset> preset = Preset.labelled(label.get());
    if (preset.isEmpty()) {
      section.fault(
          section.line("preset"),
          "Provider '%s' has an unknown preset '%s'. Known presets: %s.",
          name,
          label.get(),
          Preset.labels());
    }
    return preset.orElse(usual);
  }

  private static Optional<URI> address(Section section, String name) {
    String text = section.required("base-url");
    try {
      URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean usable =
          ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
              && address.getHost() != null
              && address.getUserInfo() == null
              && address.getQuery() == null;
      if (usable) {
        return Optional.of(address);
      }
    } catch (URISyntaxException malformed) {
      // Falls through to the fault that says so.
    }
    if (!text.isEmpty()) {
      section.fault(
          section.line("base-url"),
          "Provider '%s': 'base-url' is '%s'. Write http:// or https://, a host and a path, such as"
              + " https://api.example.com/v1, without user or query.",
          name,
          CARRIES_SECRETS.matcher(text).replaceAll("***"));
    }
    return Optional.empty();
  }

  /// Secrets stay outside the file: only a reference to the environment is taken.
  private Optional<Secret> credential(Section section, String name) {
    Optional<String> text = section.text("credential");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher reference = REFERENCE.matcher(text.get());
    if (!reference.matches()) {
      section.fault(
          section.line("credential"),
          "Provider '%s': 'credential' must be a reference such as ${ACME_KEY}; secrets do not belong"
              + " in this file.",
          name);
      return Optional.empty();
    }
    String variable = reference.group(1);
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      section.fault(
          section.line("credential"),
          "Provider '%s': the environment variable '%s' of its credential is not set. Set it, or remove"
              + " 'credential'.",
          name,
          variable);
      return Optional.empty();
    }
    return Optional.of(new Secret(value));
  }

  private Optional<ProviderSettings> engine(Section provider, Section engine, String name) {
    for (String other : List.of("base-url", "credential")) {
      if (provider.has(other)) {
        provider.fault(
            provider.line(other),
            "Provider '%s' has an 'engine', so its '%s' is known. Remove it.",
            name,
            other);
      }
    }
    if (engine.has("model") == engine.has("command")) {
      engine.fault(
          engine.line(),
          "Provider '%s': its engine needs either 'model' (a folder) or 'command' (a server to start).",
          name);
      return Optional.empty();
    }
    return engine.has("model")
        ? embedded(engine, name)
        : Optional.of(started(provider, engine, name));
  }

  private ProviderSettings started(Section provider, Section engine, String name) {
    List<String> command = engine.texts("command");
    if (engine.isEmptyList("command") || (!command.isEmpty() && command.getFirst().isBlank())) {
      engine.fault(
          engine.line("command"),
          "Provider '%s': 'command' names no program. Write one, such as [llama-server, --port,"
              + " '{port}'].",
          name);
    }
    Optional<String> ready = engine.text("ready");
    if (ready.isPresent() && !ready.get().startsWith("/")) {
      engine.fault(
          engine.line("ready"),
          "Provider '%s': 'ready' is '%s', which is no path. Write '/%s'.",
          name,
          ready.get(),
          ready.get());
    }
    return new ProviderSettings.StartedServer(
        name, preset(provider, name, Preset.LLAMA_CPP), command, port(engine), ready, folder);
  }

  private Optional<ProviderSettings> embedded(Section engine, String name) {
    Path model = engine.path("model", folder, "").normalize();
    if (engine.hasText("model") && !Files.isDirectory(model)) {
      engine.fault(
          engine.line("model"),
          "Provider '%s': there is no model folder '%s'. Name one that holds config.json,"
              + " tokenizer.json and model.onnx.",
          name,
          model);
    }
    return Optional.of(new ProviderSettings.EmbeddedModel(name, model));
  }

  private static OptionalInt port(Section engine) {
    if (engine.text("port").orElse("auto").equals("auto")) {
      return OptionalInt.empty();
    }
    int port = engine.wholeNumber("port", 0, 1, 65_535);
    return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
