/// Models as supervised child processes: what runs native code runs outside the gateway, so that a
/// crash never takes it along. An [EngineSupervisor] starts an [Engine] from an
/// [EngineSpecification] (this project's own engine on a model folder, or any server with the
/// OpenAI dialect, such as llama.cpp's), watches it, restarts it with back-off, and ends it when
/// Polder ends, however Polder ends. What an engine is doing is its [EngineState]; while it is
/// ready it has an address, and with that it is a provider like any other.
@NullMarked
package dev.polder.engine.supervise;

import org.jspecify.annotations.NullMarked;
