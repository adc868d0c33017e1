package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.TlsSection;
import dev.polder.http.server.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Makes of a port's `tls` the certificate that it shows.
final class TlsReader {
  private final Set<Path> files;

  /// @param files gets every file that is looked at, so that a renewed one is noticed
  TlsReader(Set<Path> files) {
    this.files = files;
  }

  /// @param port the place of the section of which it is the `tls`
  Optional<ServerTls> read(Optional<TlsSection> section, Place port) {
    return section.flatMap(tls -> read(tls, port.at("tls")));
  }

  private Optional<ServerTls> read(TlsSection tls, Place place) {
    if (place.has("client-certificate") && !place.has("client-ca")) {
      place.faultAt(
          "client-certificate",
          "%s has 'client-certificate' but no 'client-ca', so no certificate of a client could be"
              + " believed. Name the file of those who sign them.",
          place.title());
    }
    if (!place.hasSound("certificate") || !place.hasSound("key")) {
      return Optional.empty();
    }
    files.add(tls.certificate());
    files.add(tls.key());
    tls.clientCa().ifPresent(files::add);
    return tried(place, "certificate", () -> ServerTls.certificates(tls.certificate()))
        .flatMap(found -> tried(place, "key", () -> ServerTls.read(tls.certificate(), tls.key())))
        .flatMap(own -> tls.clientCa().isEmpty() ? Optional.of(own) : asking(own, tls, place));
  }

  private static Optional<ServerTls> asking(ServerTls own, TlsSection tls, Place place) {
    ServerTls.Clients clients =
        switch (tls.clientCertificate()) {
          case REQUIRED -> ServerTls.Clients.REQUIRED;
          case OPTIONAL -> ServerTls.Clients.OPTIONAL;
        };
    return tried(place, "client-ca", () -> own.asking(clients, tls.clientCa().orElseThrow()));
  }

  /// Reads files.
  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> Optional<T> tried(Place place, String field, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (IOException unusable) {
      place.faultAt(
          field,
          "%s: its '%s' cannot be used. %s",
          place.title(),
          field,
          String.valueOf(unusable.getMessage()));
      return Optional.empty();
    }
  }
}
