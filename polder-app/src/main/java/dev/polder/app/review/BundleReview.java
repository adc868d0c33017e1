package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.model.Preset;
import dev.polder.model.StructuredOutput;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.bundle.PromptTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds candidates whose answers must fit a schema that nobody tells them.
record BundleReview(Configuration configuration, Candidates candidates) {
  List<String> warnings() {
    Map<String, Preset> presets = new HashMap<>();
    configuration.providers().forEach(provider -> presets.put(provider.name(), preset(provider)));
    return configuration.useCases().stream()
        .flatMap(useCase ->
            useCase.candidates().stream()
                .filter(name -> isUntold(useCase, name, presets))
                .map(name -> warning(useCase, name)))
        .toList();
  }

  private static Preset preset(ProviderSettings provider) {
    return switch (provider) {
      case ProviderSettings.Remote remote -> remote.preset();
      case ProviderSettings.StartedServer started -> started.preset();
      case ProviderSettings.EmbeddedModel embedded -> Preset.ENGINE;
    };
  }

  private boolean isUntold(UseCaseSettings useCase, String name, Map<String, Preset> presets) {
    Bundle bundle = useCase.bundles().getOrDefault(name, Bundle.NONE);
    Optional<PromptTemplate> prompt = bundle.prompt();
    return bundle.schema().isPresent()
        && prompt.isPresent()
        && !prompt.get().tellsSchema()
        && candidates.deployments(name).stream()
            .anyMatch(deployment -> !takesSchemas(deployment, presets));
  }

  private static boolean takesSchemas(DeploymentSettings deployment, Map<String, Preset> presets) {
    return deployment
        .structuredOutput()
        .orElseGet(
            () -> presets.getOrDefault(deployment.provider(), Preset.CUSTOM).structuredOutput())
        .equals(StructuredOutput.NATIVE);
  }

  private static String warning(UseCaseSettings useCase, String candidate) {
    return "Use case '%s' wants answers that fit a schema, and nobody tells it to candidate '%s': its"
            .formatted(useCase.name(), candidate)
        + " prompt has no {{schema}}, and its provider takes no schemas that Polder knows of. Put"
        + " {{schema}} into the prompt, or write structured-output: native where that is so.";
  }
}
