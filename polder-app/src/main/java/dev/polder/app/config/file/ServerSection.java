package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.bind.Range;
import dev.polder.app.config.value.ByteSize;
import java.util.Optional;

/// `server`: the data port.
public record ServerSection(
    @Doc(value = "address to listen at; without `keys` only loopback", usual = "127.0.0.1")
        String host,
    @Doc(value = "0 for any free one", usual = "8484") @Range(least = 0, most = 65_535) int port,
    @Doc(value = "longest request body, such as `20MB`", usual = "20MB") ByteSize bodyLimit,
    @Doc(
            value = "connections from one address at most, this machine's own too",
            absent = "1000, and those of this machine are not counted")
        @Range(least = 1, most = 1_000_000)
        Optional<Integer> connectionsPerClient,
    @Doc(value = "the certificate that the port shows", absent = "plain HTTP")
        Optional<TlsSection> tls) {}
