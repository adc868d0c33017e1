package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.value.ProxyChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `transport`: how requests reach providers.
public record TransportSection(
    @Doc(
            value =
                "`environment` (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), `none`, or"
                    + " `http://HOST:PORT`",
            usual = "environment")
        ProxyChoice proxy,
    @Doc(value = "hosts that are called directly", absent = "none but what the environment says")
        List<String> noProxy,
    @Doc(
            value = "PEM file of authorities that are trusted besides the usual ones",
            absent = "the usual ones only")
        Optional<Path> ca) {}
