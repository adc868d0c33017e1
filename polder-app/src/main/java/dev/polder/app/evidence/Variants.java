package dev.polder.app.evidence;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.DeploymentSettings;
import dev.polder.app.config.PoolSettings;
import dev.polder.app.config.ProviderSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.evidence.finding.Variant;
import dev.polder.model.bundle.Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What candidates are now, as a configuration says: the variants that evidence is about.
public final class Variants {
  private final Configuration configuration;
  private final Digests weights;

  /// Where the digests of model folders come from.
  @FunctionalInterface
  public interface Digests {
    /// That of a folder.
    ///
    /// @throws IOException when there is none; the message says why, in a few words
    String of(Path folder) throws IOException;
  }

  /// The variants of a configuration.
  ///
  /// @param weights such as [Weights#digest], which may take long
  public Variants(Configuration configuration, Digests weights) {
    this.configuration = configuration;
    this.weights = weights;
  }

  /// What `candidate` is when it serves `useCase`; of a pool what its first deployment is, since
  /// all of them are one variant.
  ///
  /// @throws IOException when its weights have no digest; the message says why
  public Variant of(UseCaseSettings useCase, String candidate) throws IOException {
    return of(deployment(candidate), useCase.bundles().getOrDefault(candidate, Bundle.NONE));
  }

  /// What `deployment` is when it is asked as calls of `useCase` are, whether the ladder names it
  /// or a pool of its.
  ///
  /// @throws IOException when its weights have no digest; the message says why
  public Variant asked(UseCaseSettings useCase, String deployment) throws IOException {
    return of(deployment(deployment), bundle(useCase, deployment));
  }

  /// What `useCase` says to `deployment`, by its own name or by that of a pool of its.
  public Bundle bundle(UseCaseSettings useCase, String deployment) {
    Map<String, Bundle> bundles = useCase.bundles();
    Bundle ofPool =
        configuration.pools().stream()
            .filter(pool -> pool.deployments().contains(deployment))
            .map(PoolSettings::name)
            .filter(bundles::containsKey)
            .findFirst()
            .map(bundles::get)
            .orElse(Bundle.NONE);
    return bundles.getOrDefault(deployment, ofPool);
  }

  /// What a deployment's own name stands for, with nothing said besides the call's messages.
  ///
  /// @throws IOException when its weights have no digest; the message says why
  public Variant of(DeploymentSettings deployment) throws IOException {
    return of(deployment, Bundle.NONE);
  }

  private Variant of(DeploymentSettings deployment, Bundle bundle) throws IOException {
    return new Variant(
        deployment.model(),
        version(deployment),
        deployment.quantisation().orElse(""),
        bundle.promptDigest(),
        bundle.settingsDigest());
  }

  private DeploymentSettings deployment(String candidate) {
    String member =
        configuration.pools().stream()
            .filter(pool -> pool.name().equals(candidate))
            .findFirst()
            .map(PoolSettings::deployments)
            .map(members -> members.getFirst())
            .orElse(candidate);
    return configuration.deployments().stream()
        .filter(deployment -> deployment.name().equals(member))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unchecked configuration: " + member));
  }

  private String version(DeploymentSettings deployment) throws IOException {
    Optional<Path> folder = folder(deployment);
    return folder.isPresent() ? weights.of(folder.get()) : deployment.version().orElse("");
  }

  /// The folder of the model, where Polder has it itself.
  private Optional<Path> folder(DeploymentSettings deployment) {
    return configuration.providers().stream()
        .filter(provider -> provider.name().equals(deployment.provider()))
        .flatMap(provider ->
            provider instanceof ProviderSettings.EmbeddedModel model
                ? Optional.of(model.folder()).stream()
                : Optional.<Path>empty().stream())
        .findFirst();
  }
}
