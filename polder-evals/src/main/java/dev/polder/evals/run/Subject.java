package dev.polder.evals.run;

/// Whom a run asks.
///
/// @param deployment its name in `polder.yaml`
/// @param provider whose it is
/// @param model as the provider knows it
/// @param identity a digest of everything that tells this deployment's answers from another's: the
///   weights where they are at hand, or else the address and the model's name there
public record Subject(String deployment, String provider, String model, String identity) {}
