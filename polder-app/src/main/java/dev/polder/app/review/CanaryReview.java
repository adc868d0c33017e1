package dev.polder.app.review;

import dev.polder.app.config.CanarySettings;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.ProviderSettings;
import java.util.List;
import java.util.Optional;

/// Finds canaries over models that nobody can change behind one's back.
record CanaryReview(Configuration configuration) {
  List<String> warnings() {
    return configuration.canaries().stream()
        .map(CanarySettings::deployment)
        .filter(this::isOurs)
        .map(name ->
            "Canary '%s' watches a model that Polder runs itself, whose weights do not change by"
                    .formatted(name)
                + " themselves: its rounds take an engine's time and find nothing. Remove it, unless"
                + " somebody else can change its files.")
        .toList();
  }

  private boolean isOurs(String deployment) {
    Optional<ProviderSettings> provider =
        configuration
            .deployment(deployment)
            .flatMap(settings ->
                configuration.providers().stream()
                    .filter(each -> each.name().equals(settings.provider()))
                    .findFirst());
    return provider.isPresent()
        && switch (provider.get()) {
          case ProviderSettings.Remote remote -> false;
          case ProviderSettings.EmbeddedModel embedded -> true;
          case ProviderSettings.StartedServer started -> true;
        };
  }
}
