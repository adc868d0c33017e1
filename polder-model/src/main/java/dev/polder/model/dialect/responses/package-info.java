/// OpenAI's dialect Responses, as far as it needs no state, as
/// [ResponsesDialect][dev.polder.model.dialect.responses.ResponsesDialect].
@NullMarked
package dev.polder.model.dialect.responses;

import org.jspecify.annotations.NullMarked;
