/// One description of a file in records, and its three readers:
/// [Binder][dev.polder.app.config.bind.Binder] makes the records from YAML and finds all faults,
/// [JsonSchema][dev.polder.app.config.bind.JsonSchema] tells editors,
/// [ReferenceTables][dev.polder.app.config.bind.ReferenceTables] tell people. Nothing here knows
/// what the file is about.
@NullMarked
package dev.polder.app.config.bind;

import org.jspecify.annotations.NullMarked;
