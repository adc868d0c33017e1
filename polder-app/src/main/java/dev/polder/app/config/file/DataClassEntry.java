package dev.polder.app.config.file;

import dev.polder.app.config.bind.Doc;
import dev.polder.app.config.value.Country;
import java.util.List;
import java.util.Optional;

/// An entry of `data-classes`.
public record DataClassEntry(
    @Doc(
            value = "where the data may be processed; `EU` means any member state, or the Union",
            absent = "anywhere")
        Optional<List<Country>> locations,
    @Doc(value = "under whose law the service may be", absent = "under any")
        Optional<List<Country>> controls) {}
