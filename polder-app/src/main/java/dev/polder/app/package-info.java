/// The program: [Main][dev.polder.app.Main] is the command line, and
/// [RunningPolder][dev.polder.app.RunningPolder] shows on one page how the parts are wired.
/// `config` reads `polder.yaml`, `command` holds the commands.
@NullMarked
package dev.polder.app;

import org.jspecify.annotations.NullMarked;
