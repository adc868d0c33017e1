package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/// Warns of what a configuration leaves to chance.
public final class Review {
  private Review() {}

  /// All warnings: ladders first, then agreements about access and certificates, then what is
  /// unknown or unused.
  ///
  /// @param clock says what is past and what is soon; days are those of UTC
  public static List<String> of(Configuration configuration, InstantSource clock) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Candidates candidates = Candidates.of(configuration);
    return Stream.of(
            new LadderReview(configuration, candidates).warnings(),
            new DataClassReview(configuration, candidates).warnings(),
            new BundleReview(configuration, candidates).warnings(),
            new AccessReview(configuration, today).warnings(),
            new CanaryReview(configuration).warnings(),
            new CertificateReview(configuration, clock.instant()).warnings(),
            new UnusedReview(configuration).warnings())
        .flatMap(List::stream)
        .toList();
  }
}
