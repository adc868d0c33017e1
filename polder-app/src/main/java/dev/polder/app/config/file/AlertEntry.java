package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.value.AlertEvent;
import dev.polder.app.config.value.SecretReference;
import dev.polder.app.config.value.WebAddress;
import java.util.List;
import java.util.Optional;

/// An item of `alerts`: a webhook or a command.
public record AlertEntry(
    @Doc(value = "address that gets a signed message", absent = "`command`")
        Optional<WebAddress> webhook,
    @Doc(
            value =
                "of a webhook: what messages are signed with, `${NAME}` of an environment variable or"
                    + " `file:PATH`",
            absent = "a fault with `webhook`")
        Optional<SecretReference> secret,
    @Doc(
            value = "instead: a program that gets the message on its standard input, as a list",
            absent = "`webhook`")
        List<String> command,
    @Doc(
            value =
                "`access-lost`, `use-case-at-risk`, `contract-notice`, `engine-restarting`,"
                    + " `restriction`, `model-shift`, `verdict-lost`",
            absent = "all")
        List<AlertEvent> events) {}
