package dev.polder.model;

/// One address at which a variant's model is served.
///
/// @param name as `polder.yaml` calls it
/// @param model the name that the provider knows the model by
public record Deployment(
    String name, Provider provider, String model, Jurisdiction jurisdiction, Traits traits) {
  /// A deployment of which nothing more is known.
  public Deployment(String name, Provider provider, String model, Jurisdiction jurisdiction) {
    this(name, provider, model, jurisdiction, Traits.USUAL);
  }

  /// How it is told the schema that its answer must fit.
  public StructuredOutput structuredOutput() {
    return traits.structuredOutput().orElseGet(provider.preset()::structuredOutput);
  }
}
