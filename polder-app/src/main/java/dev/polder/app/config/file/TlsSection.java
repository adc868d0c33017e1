package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import java.nio.file.Path;
import java.util.Optional;

/// `tls` of a port: the certificate that it shows, and those that it wants to see.
public record TlsSection(
    @Doc(
            "PEM file of the certificate, those between it and its authority behind it; read again"
                + " when it changes")
        Path certificate,
    @Doc("PEM file of its private key, not encrypted; read again when it changes") Path key,
    @Doc(
            value = "PEM file of the authorities that sign clients' certificates",
            absent = "clients are not asked for one")
        Optional<Path> clientCa,
    @Doc(
            value =
                "with `client-ca`: `required`, or `optional`, where a client may come without one",
            usual = "required",
            remedy = "Write 'required' or 'optional'.")
        ClientCertificate clientCertificate) {
  /// Whether clients must have a certificate.
  public enum ClientCertificate {
    /// Who shows none is not let in.
    REQUIRED,
    /// One that is shown must be good.
    OPTIONAL
  }
}
