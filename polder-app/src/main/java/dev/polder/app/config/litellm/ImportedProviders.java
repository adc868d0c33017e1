package dev.polder.app.config.litellm;

import dev.polder.app.config.Quoted;
import dev.polder.model.Preset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The servers behind LiteLLM's models: each pair of an address and a key is one provider.
final class ImportedProviders {
  /// What people write where a server wants some key and takes any.
  private static final Set<String> NO_KEY =
      Set.of("", "none", "null", "empty", "dummy", "fake", "fake-key", "anything", "not-needed");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /// Stands where an address is not known; nothing answers under it (RFC 6761).
  private static final String NOWHERE = "https://fill-in.invalid";

  private record Server(Backend backend, String baseUrl, String variable) {}

  private final Map<String, String> environment;
  private final Map<Server, String> names = new LinkedHashMap<>();
  private final Map<String, String> variablesOfSecrets = new LinkedHashMap<>();
  private final Set<String> variables = new LinkedHashSet<>();
  private final List<String> taken = new ArrayList<>();

  /// @param environment where `os.environ/NAME` is looked up for addresses
  ImportedProviders(Map<String, String> environment) {
    this.environment = environment;
  }

  /// A provider's name, and what is known of who runs it.
  record Found(String name, Backend backend) {}

  /// Where `parameters` have their model asked.
  Found of(Backend kind, Mapping parameters) {
    Optional<String> base = base(parameters);
    Backend backend = base.map(kind::behind).orElse(kind);
    String baseUrl =
        base.map(backend::baseUrl)
            .filter(address -> !address.equals(backend.address()))
            .orElseGet(() -> backend.address().isEmpty() ? backend.baseUrl(NOWHERE) : "");
    Server server = new Server(backend, baseUrl, credential(backend, parameters));
    return new Found(names.computeIfAbsent(server, unknown -> name(backend.name())), backend);
  }

  /// The address that is configured; empty where none is.
  private Optional<String> base(Mapping parameters) {
    String key = parameters.has("api_base") ? "api_base" : "base_url";
    Optional<String> written = parameters.text(key);
    Optional<String> variable = written.flatMap(ImportedProviders::variable);
    if (variable.isEmpty()) {
      return written;
    }
    String value = environment.getOrDefault(variable.get(), "");
    parameters.remark(
        key,
        value.isBlank()
            ? "is the environment variable %s, which is not set here: write the address under 'base-url'."
                .formatted(variable.get())
            : "is the environment variable %s: what it holds now stands under 'base-url'."
                .formatted(variable.get()));
    return Optional.of(value.isBlank() ? NOWHERE : value);
  }

  /// The variable that holds the key, or `""`.
  private String credential(Backend backend, Mapping parameters) {
    Optional<String> written = parameters.text("api_key");
    Optional<String> named = written.flatMap(ImportedProviders::variable);
    String variable;
    if (named.isPresent()) {
      variable = named.get();
    } else if (written.isEmpty()) {
      variable = backend.variable();
    } else if (NO_KEY.contains(written.get().toLowerCase(Locale.ROOT))) {
      variable = "";
    } else {
      variable = ofSecret(backend, written.get());
      parameters.remark(
          "api_key",
          "holds the secret itself, which does not belong in a file: put it into the environment"
              + " variable "
              + variable
              + ".");
    }
    if (!variable.isEmpty()) {
      variables.add(variable);
    }
    return variable;
  }

  /// A variable for a secret; the same for the same.
  private String ofSecret(Backend backend, String secret) {
    String known = variablesOfSecrets.get(secret);
    if (known != null) {
      return known;
    }
    String first =
        backend.variable().isEmpty()
            ? backend.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_API_KEY"
            : backend.variable();
    String variable = first;
    for (int n = 2;
        variablesOfSecrets.containsValue(variable) || variables.contains(variable);
        n++) {
      variable = first + "_" + n;
    }
    variablesOfSecrets.put(secret, variable);
    return variable;
  }

  /// The name in `os.environ/NAME`.
  static Optional<String> variable(@Nullable String text) {
    String prefix = "os.environ/";
    return Optional.ofNullable(text)
        .filter(value -> value.startsWith(prefix))
        .map(value -> value.substring(prefix.length()))
        .filter(name -> VARIABLE.matcher(name).matches());
  }

  private String name(String wanted) {
    String name = wanted;
    for (int n = 2; taken.contains(name); n++) {
      name = wanted + "-" + n;
    }
    taken.add(name);
    return name;
  }

  List<String> variables() {
    return List.copyOf(variables);
  }

  /// The lines under `providers`.
  String yaml() {
    return names.entrySet().stream()
        .map(entry -> "  %s: %s\n".formatted(Quoted.text(entry.getValue()), fields(entry.getKey())))
        .collect(Collectors.joining());
  }

  private static String fields(Server server) {
    List<String> fields = new ArrayList<>();
    boolean custom = server.backend().preset() == Preset.CUSTOM;
    if (!custom) {
      fields.add("preset: " + server.backend().preset().label());
    }
    if (!server.baseUrl().isEmpty()) {
      fields.add("base-url: " + Quoted.text(server.baseUrl()));
    } else if (custom) {
      fields.add("base-url: " + Quoted.text(server.backend().address()));
    }
    if (!server.variable().isEmpty()) {
      fields.add("credential: \"${%s}\"".formatted(server.variable()));
    }
    String todo = server.baseUrl().startsWith(NOWHERE) ? "  # TODO its address" : "";
    return "{" + String.join(", ", fields) + "}" + todo;
  }
}
