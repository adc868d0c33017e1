package dev.polder.app.review;

import dev.polder.app.config.AccessSettings;
import dev.polder.app.config.Configuration;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Finds agreements about access that end soon, or that nobody could show.
record AccessReview(Configuration configuration, LocalDate today) {
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    configuration
        .deployments()
        .forEach(deployment ->
            deployment
                .access()
                .ifPresent(
                    access -> access(access, "Deployment '" + deployment.name() + "'", warnings)));
    return warnings;
  }

  private void access(AccessSettings access, String title, List<String> warnings) {
    access.guaranteedUntil().ifPresent(end -> end(end, title, warnings));
    access
        .noticeDeadline()
        .filter(day -> !day.isBefore(today) && isSoon(day))
        .ifPresent(day ->
            warnings.add(
                "%s: the last day to give notice is %s, %s. Decide before it whether to go on."
                    .formatted(title, day, in(day))));
    access
        .document()
        .filter(document -> !Files.exists(document))
        .ifPresent(document ->
            warnings.add(
                "%s: its agreement '%s' is not there. Put it there, or correct 'document'."
                    .formatted(title, document)));
  }

  private void end(LocalDate end, String title, List<String> warnings) {
    if (end.isBefore(today)) {
      warnings.add(
          "%s: access was guaranteed until %s, which is past: the provider may say no any day. Renew"
                  .formatted(title, end)
              + " the agreement, or plan without it.");
    } else if (isSoon(end)) {
      warnings.add(
          "%s: access is guaranteed until %s, %s; after that the provider may say no. Renew the"
                  .formatted(title, end, in(end))
              + " agreement, or plan without it.");
    }
  }

  private boolean isSoon(LocalDate day) {
    return !today.isBefore(day.minus(configuration.alertNotice()));
  }

  private String in(LocalDate day) {
    long days = ChronoUnit.DAYS.between(today, day);
    return days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
  }
}
