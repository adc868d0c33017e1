package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;

/// An item of `keys`.
public record KeyEntry(
    @Doc("who uses it, for outcome lines") String name,
    @Doc("`sha256:` and 64 hexadecimal digits, as `./polder keys new NAME` prints them")
        String hash) {}
