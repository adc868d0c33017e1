/// The shape of `polder.yaml`: a record for each section, a component for each field, in the order
/// of the reference. [PolderYaml][dev.polder.app.config.file.PolderYaml] is the whole file,
/// [Values][dev.polder.app.config.file.Values] says how its plain values are written.
@NullMarked
package dev.polder.app.config.file;

import org.jspecify.annotations.NullMarked;
