package dev.polder.app.evidence;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.EvidenceSettings;
import dev.polder.app.config.SuiteSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.evidence.finding.Subject;
import dev.polder.evidence.finding.SuiteVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A fallback of which its use case asks evidence, as things are now.
///
/// @param useCase whose fallback it is
/// @param candidate the name by which the ladder knows it
/// @param demand what is asked
/// @param subject what it is; empty where that cannot be told now
/// @param unread why not, in a few words that clients may read; empty where it can
/// @param detail the same for those who run Polder, with the names of files
public record Asked(
    UseCaseSettings useCase,
    String candidate,
    EvidenceSettings demand,
    Optional<Subject> subject,
    String unread,
    String detail) {

  /// All of a configuration, in its order.
  ///
  /// @param suites reads the suites that have changed
  /// @param variants of the same configuration
  public static List<Asked> of(Configuration configuration, Suites suites, Variants variants) {
    List<Asked> all = new ArrayList<>();
    for (UseCaseSettings useCase : configuration.useCases()) {
      useCase
          .evidence()
          .ifPresent(demand -> {
            for (String fallback : useCase.candidates().subList(1, useCase.candidates().size())) {
              all.add(of(useCase, fallback, demand, configuration, suites, variants));
            }
          });
    }
    return List.copyOf(all);
  }

  private static Asked of(
      UseCaseSettings useCase,
      String fallback,
      EvidenceSettings demand,
      Configuration configuration,
      Suites suites,
      Variants variants) {
    SuiteVersion suite;
    try {
      suite = suites.version(suite(configuration, demand).path());
    } catch (IOException unusable) {
      return unread(
          useCase,
          fallback,
          demand,
          "its suite '%s' cannot be read".formatted(demand.suite()),
          unusable);
    }
    try {
      Subject subject =
          new Subject(
              useCase.name(),
              fallback,
              variants.of(useCase, fallback),
              variants.of(useCase, useCase.candidates().getFirst()),
              suite,
              demand.requirement(suite.name()));
      return new Asked(useCase, fallback, demand, Optional.of(subject), "", "");
    } catch (IOException unknown) {
      return unread(
          useCase, fallback, demand, "the digest of its weights is not known yet", unknown);
    }
  }

  private static Asked unread(
      UseCaseSettings useCase,
      String fallback,
      EvidenceSettings demand,
      String reason,
      IOException cause) {
    return new Asked(
        useCase, fallback, demand, Optional.empty(), reason, String.valueOf(cause.getMessage()));
  }

  private static SuiteSettings suite(Configuration configuration, EvidenceSettings demand) {
    return configuration.suites().stream()
        .filter(suite -> suite.name().equals(demand.suite()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("unchecked configuration: " + demand.suite()));
  }
}
