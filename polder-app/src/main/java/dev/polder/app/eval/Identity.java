package dev.polder.app.eval;

import dev.polder.app.config.ProviderSettings;
import dev.polder.evals.solve.Digests;
import dev.polder.evidence.finding.Variant;

/// What tells one deployment's answers from another's, for the cache of answers: the variant's
/// weights or version, and where a model is asked that Polder does not have itself.
///
/// The variant's prompt and parameters are no part of it: they stand in the bytes that go upstream.
/// A vendor who puts another model behind the same name keeps the identity: that is what canaries
/// are for.
final class Identity {
  private Identity() {}

  /// A digest of it; the names in `polder.yaml` do not count.
  static String of(ProviderSettings provider, Variant variant) {
    return Digests.of(
        kind(provider),
        place(provider),
        variant.model(),
        variant.version(),
        variant.quantisation());
  }

  private static String kind(ProviderSettings provider) {
    return switch (provider) {
      case ProviderSettings.Remote remote -> "remote " + remote.preset().label();
      case ProviderSettings.StartedServer _ -> "server";
      case ProviderSettings.EmbeddedModel _ -> "engine";
    };
  }

  /// The version of an embedded model is a digest of its files, so their folder says no more.
  private static String place(ProviderSettings provider) {
    return switch (provider) {
      case ProviderSettings.Remote remote -> remote.baseUrl().toString();
      case ProviderSettings.StartedServer started -> String.join("\0", started.command());
      case ProviderSettings.EmbeddedModel _ -> "";
    };
  }
}
