package dev.polder.app.config;

import dev.polder.app.config.value.Country;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/// What was agreed about access to a deployment.
///
/// @param guaranteedUntil the last day of the guarantee
/// @param notice how long before that notice has to be given
/// @param capacity what was promised, in words
/// @param document the agreement; it need not be there
public record AccessSettings(
    Optional<LocalDate> guaranteedUntil,
    Optional<Period> notice,
    Optional<String> capacity,
    Optional<Country> governingLaw,
    Optional<Path> document) {

  /// The last day on which notice can be given, where both it and the end are agreed.
  public Optional<LocalDate> noticeDeadline() {
    return guaranteedUntil.flatMap(end -> notice.map(end::minus));
  }
}
