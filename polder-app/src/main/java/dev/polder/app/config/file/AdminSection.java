package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.SecretReference;
import java.util.Optional;

/// `admin`: the port by which people steer a running Polder.
public record AdminSection(
    @Doc(value = "address to listen at; without `token` only loopback", usual = "127.0.0.1")
        String host,
    @Doc(value = "0 for any free one", usual = "8485") @Range(least = 0, most = 65_535) int port,
    @Doc(
            value = "what lets a person in: `${NAME}` of an environment variable, or `file:PATH`",
            absent = "Polder makes one")
        Optional<SecretReference> token,
    @Doc(
            value = "one that lets in too, while `token` takes its place; written likewise",
            absent = "none")
        Optional<SecretReference> formerToken,
    @Doc(value = "the certificate that the port shows", absent = "plain HTTP")
        Optional<TlsSection> tls) {}
