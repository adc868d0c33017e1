/// A model inside Polder, as a process of its own: [dev.polder.engine.EngineProcess] reads the
/// options, loads the folder (`model`), recognises its prompt form (`chat`), makes the decoder
/// (`decode`) and serves the OpenAI dialect on a loopback port (`serve`). That class is the only
/// public type; the supervisor, which starts such processes, lives in `supervise`.
@NullMarked
package dev.polder.engine;

import org.jspecify.annotations.NullMarked;
