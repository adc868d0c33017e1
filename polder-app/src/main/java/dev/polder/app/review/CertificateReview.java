package dev.polder.app.review;

import dev.polder.app.config.Configuration;
import dev.polder.http.server.ServerTls;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds certificates that end soon.
record CertificateReview(Configuration configuration, Instant now) {
  /// Long enough to renew one by hand, and shorter than the usual lead of those who renew by
  /// themselves.
  private static final Duration SOON = Duration.ofDays(30);

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    look("server.tls", configuration.server().tls(), warnings);
    look("admin.tls", configuration.admin().tls(), warnings);
    return warnings;
  }

  private void look(String section, Optional<ServerTls> tls, List<String> warnings) {
    if (tls.isEmpty() || now.isBefore(tls.get().ends().minus(SOON))) {
      return;
    }
    Instant end = tls.get().ends();
    String day = end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    if (now.isBefore(end)) {
      warnings.add(
          "Section '%s': the certificate in '%s' ends on %s, in %d days. Renew it; Polder takes over the new file by itself."
              .formatted(section, tls.get().file(), day, Duration.between(now, end).toDays()));
    } else {
      warnings.add(
          "Section '%s': the certificate in '%s' ended on %s, and Polder does not start with it. Renew it, or name another."
              .formatted(section, tls.get().file(), day));
    }
  }
}
