/// How telemetry leaves the program: [Telemetry][dev.polder.app.telemetry.Telemetry] has the
/// exporters that the configuration asks for, and [JsonLog][dev.polder.app.telemetry.JsonLog]
/// writes log messages for programs.
@NullMarked
package dev.polder.app.telemetry;

import org.jspecify.annotations.NullMarked;
