/// Anthropic's dialect Messages, in each of its versions, as
/// [AnthropicDialect][dev.polder.model.dialect.anthropic.AnthropicDialect].
@NullMarked
package dev.polder.model.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
