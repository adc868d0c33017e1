package dev.polder.evidence.finding;

import java.util.Optional;

/// A candidate of a use case as it is configured now, and what is asked of it.
///
/// @param candidate the name by which the ladder knows it
/// @param variant what it is now
/// @param reference what it is compared with: the use case's primary as it is now
/// @param suite the required suite as it is now
public record Subject(
    String useCase,
    String candidate,
    Variant variant,
    Variant reference,
    SuiteVersion suite,
    Requirement requirement) {
  public Subject {
    if (!suite.name().equals(requirement.suite())) {
      throw new IllegalArgumentException(
          "Use case '%s' asks for suite '%s', but '%s' was read."
              .formatted(useCase, requirement.suite(), suite.name()));
    }
  }

  /// Whether a finding is about this use case, suite and model, in whatever version.
  boolean resembles(Finding finding) {
    return finding.useCase().equals(useCase)
        && finding.suite().name().equals(suite.name())
        && finding.variant().model().equals(variant.model());
  }

  /// Why a finding that resembles does not count; empty where it does.
  Optional<String> departure(Finding finding) {
    if (!finding.suite().digest().equals(suite.digest())) {
      return Optional.of("suite '%s' has changed since".formatted(suite.name()));
    }
    if (!finding.variant().equals(variant)) {
      return Optional.of(
          "%s of the candidate changed since".formatted(finding.variant().changes(variant)));
    }
    Optional<String> referenceChanges =
        finding.reference().map(then -> then.changes(reference)).filter(text -> !text.isEmpty());
    if (referenceChanges.isPresent()) {
      return Optional.of("%s of the reference changed since".formatted(referenceChanges.get()));
    }
    return requirement.shortfall(finding);
  }
}
