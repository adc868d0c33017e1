/// OpenAI's dialect Chat Completions, as [ChatDialect][dev.polder.model.dialect.chat.ChatDialect].
@NullMarked
package dev.polder.model.dialect.chat;

import org.jspecify.annotations.NullMarked;
