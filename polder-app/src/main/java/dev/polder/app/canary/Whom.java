package dev.polder.app.canary;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.PoolSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Variants;
import dev.polder.app.evidence.Weights;
import dev.polder.evals.solve.Digests;
import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Variant;
import dev.polder.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The model that a canary watches, as a configuration describes it, and the variants of it that
/// findings are about.
record Whom(Configuration configuration, DeploymentSettings deployment) {
  /// A digest of all that says which model is meant. No file is read for it.
  String digest() {
    ProviderSettings provider =
        configuration.providers().stream()
            .filter(each -> each.name().equals(deployment.provider()))
            .findFirst()
            .orElseThrow();
    return Digests.of(
        switch (provider) {
          case ProviderSettings.Remote remote -> remote.preset().label() + " " + remote.baseUrl();
          case ProviderSettings.StartedServer started -> String.join("\0", started.command());
          case ProviderSettings.EmbeddedModel embedded -> embedded.folder().toString();
        },
        deployment.model(),
        deployment.version().orElse(""),
        deployment.quantisation().orElse(""));
  }

  /// Keeps a doubt about every variant of it: whatever prompt and parameters went with it, as
  /// candidate or as reference. Findings that are older are marked from then on.
  ///
  /// @throws IOException when the store cannot be written, or the weights of a model have no digest
  void doubt(String reason, Instant at) throws IOException {
    List<Variant> now = configured();
    try (Store store = Store.open(configuration.store())) {
      Set<String> digests = new HashSet<>();
      now.forEach(variant -> digests.add(variant.digest()));
      for (Finding finding : store.findings().all()) {
        addIfSame(finding.variant(), now, digests);
        finding.reference().ifPresent(reference -> addIfSame(reference, now, digests));
      }
      for (String digest : digests) {
        store.findings().add(new Doubt(digest, reason, at));
      }
    }
  }

  private static void addIfSame(Variant found, List<Variant> now, Set<String> digests) {
    if (now.stream().anyMatch(variant -> isSameModel(found, variant))) {
      digests.add(found.digest());
    }
  }

  private static boolean isSameModel(Variant one, Variant other) {
    return one.model().equals(other.model())
        && one.version().equals(other.version())
        && one.quantisation().equals(other.quantisation());
  }

  /// By itself, and as a candidate of every use case that it serves, alone or in a pool.
  private List<Variant> configured() throws IOException {
    Variants variants = new Variants(configuration, new Weights(configuration.state())::digest);
    Set<String> names = new HashSet<>(Set.of(deployment.name()));
    configuration.pools().stream()
        .filter(pool -> pool.deployments().contains(deployment.name()))
        .map(PoolSettings::name)
        .forEach(names::add);
    List<Variant> all = new ArrayList<>(List.of(variants.of(deployment)));
    for (UseCaseSettings useCase : configuration.useCases()) {
      for (String candidate : useCase.candidates()) {
        if (names.contains(candidate)) {
          all.add(variants.of(useCase, candidate));
        }
      }
    }
    return all;
  }
}
