package dev.polder.app.discover;

import dev.polder.app.config.Quoted;
import dev.polder.model.Preset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The `polder.yaml` for what was found and chosen: it can be read as it is, and saved.
///
/// Secrets are in it as `${NAME}` only. What Polder cannot know about countries is `ZZ`.
public record FoundFile(Surroundings found, Choice.Ladder ladder) {
  private static final String USE_CASE = "assistant";

  /// The file.
  public String text() {
    Map<String, String> providers = new LinkedHashMap<>();
    Map<String, String> deployments = new LinkedHashMap<>();
    for (FoundModel model : ladder.candidates()) {
      providers.put(provider(model), providerFields(model));
      deployments.put(deployment(model), deploymentFields(model));
    }
    return """
    # Made by 'polder serve' from what it found here. Save it as polder.yaml and go on from there.
    # Every field: docs/reference/configuration.md; what to look after: 'polder check polder.yaml'.
    organisation: My organisation

    providers:
    %s
    # ZZ stands for a country that Polder cannot know: fill in where data is processed (location),
    # whose law can withdraw the service (control), and whose the model (maker).
    deployments:
    %s
    # %s
    use-cases:
      %s:
        description: Whatever comes
        candidates: [%s]
    %s\
    """
        .formatted(
            entries(providers),
            entries(deployments),
            ladder.reason(),
            USE_CASE,
            deployments.keySet().stream().map(Quoted::text).collect(Collectors.joining(", ")),
            others());
  }

  private static String entries(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> "  %s: %s\n".formatted(Quoted.text(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining());
  }

  private static String provider(FoundModel model) {
    return switch (model) {
      case FoundModel.Served served -> served.server().name();
      case FoundModel.Embedded embedded -> name("embedded-" + embedded.model());
      case FoundModel.Remote remote -> remote.service().name();
    };
  }

  private static String providerFields(FoundModel model) {
    return switch (model) {
      case FoundModel.Served served -> {
        Preset preset = served.server().preset();
        boolean usual = preset.usualAddress().filter(served.server().baseUrl()::equals).isPresent();
        yield usual
            ? "{preset: %s}".formatted(preset.label())
            : "{preset: %s, base-url: %s}"
                .formatted(preset.label(), Quoted.text(served.server().baseUrl().toString()));
      }
      case FoundModel.Embedded embedded ->
          "{engine: {model: %s}}".formatted(Quoted.text(embedded.folder().toString()));
      case FoundModel.Remote remote ->
          "{preset: %s, credential: \"${%s}\"}"
              .formatted(remote.service().name(), remote.service().variable());
    };
  }

  private static String deployment(FoundModel model) {
    return name(model.reference());
  }

  private static String deploymentFields(FoundModel model) {
    return switch (model) {
      case FoundModel.Served served -> fields(model, served.model(), "ZZ", "ZZ");
      case FoundModel.Embedded embedded -> fields(model, embedded.model(), "ZZ", "ZZ");
      case FoundModel.Remote remote ->
          fields(model, remote.model(), remote.service().control(), remote.service().maker());
    };
  }

  private static String fields(FoundModel found, String model, String control, String maker) {
    return "{provider: %s, model: %s, location: ZZ, control: %s, maker: %s}"
        .formatted(Quoted.text(provider(found)), Quoted.text(model), control, maker);
  }

  /// What a model is called where its own name has characters that a name cannot have.
  private static String name(String text) {
    String clean = text.replaceAll("[^A-Za-z0-9._/:-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return clean.substring(0, Math.min(100, clean.length()));
  }

  /// What else is there, as comments: nothing is used that nobody named.
  private String others() {
    List<String> others = new ArrayList<>();
    found
        .local()
        .filter(model -> !ladder.candidates().contains(model))
        .forEach(model -> others.add("--use " + model.reference()));
    found.remote().stream()
        .filter(service -> ladder.candidates().stream().noneMatch(model -> isOf(model, service)))
        .forEach(service ->
            others.add(
                "--use %s/MODEL   (%s is set)".formatted(service.name(), service.variable())));
    return others.isEmpty()
        ? ""
        : "\n# Also found, and used only where you name it (the first is the primary, the others are"
            + " fallbacks):\n"
            + others.stream().map(other -> "#   " + other + "\n").collect(Collectors.joining());
  }

  private static boolean isOf(FoundModel model, RemoteService service) {
    return model instanceof FoundModel.Remote remote && remote.service().equals(service);
  }
}
