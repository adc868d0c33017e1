/// Serves a loaded model in OpenAI's dialect over HTTP: reading requests, a fair bounded queue
/// before the slots that answer them, and replies whole or streamed. Public are [EngineServer], its
/// [ServerSettings], and [Access], by which a withdrawal of access is rehearsed. Only this package
/// knows Vert.x.
@NullMarked
package dev.polder.engine.serve;

import org.jspecify.annotations.NullMarked;
