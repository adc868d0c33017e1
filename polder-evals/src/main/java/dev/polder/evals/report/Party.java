package dev.polder.evals.report;

import java.util.List;

/// A variant that was measured.
///
/// @param name short, as it is called in sentences
/// @param facts what makes it this variant and no other: model, version, quantisation, digests of
///   prompt and parameters, the deployments that were asked
public record Party(String name, List<Fact> facts) {
  public Party {
    facts = List.copyOf(facts);
  }
}
