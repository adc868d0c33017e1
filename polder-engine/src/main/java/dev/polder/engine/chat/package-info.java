/// Turns a conversation into the prompt that a model was trained on. Public are [ChatTemplate],
/// whose families are its permitted records, [ChatMessage], [Prompt], and two refusals:
/// [TemplateFault] of a template that no family knows, [ConversationFault] of messages that the
/// template does not allow. No Jinja is run: a family's record is read from the template's markers.
@NullMarked
package dev.polder.engine.chat;

import org.jspecify.annotations.NullMarked;
