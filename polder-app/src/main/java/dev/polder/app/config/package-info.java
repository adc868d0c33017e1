/// `polder.yaml`: [PolderFile][dev.polder.app.config.PolderFile] reads it into a
/// [Configuration][dev.polder.app.config.Configuration], or into all of its
/// [Fault][dev.polder.app.config.Fault]s at once. The file's shape stands in the records of `file`,
/// which `bind` fills; here stands what only the whole file can tell.
@NullMarked
package dev.polder.app.config;

import org.jspecify.annotations.NullMarked;
