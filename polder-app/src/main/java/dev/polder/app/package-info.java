/// The program: [Main][dev.polder.app.Main] is the command line, and
/// [RunningPolder][dev.polder.app.RunningPolder] shows on one page how the parts are wired.
/// `config` reads `polder.yaml`, `review` warns of what is unwise in it, `reload` notices its
/// changes, `discover` runs without it, `command` holds the commands.
@NullMarked
package dev.polder.app;

import org.jspecify.annotations.NullMarked;
