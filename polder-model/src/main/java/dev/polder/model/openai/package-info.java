/// The OpenAI dialect's bytes: [ModelRequest][dev.polder.model.openai.ModelRequest] finds in a
/// request what a gateway must know and edits just that,
/// [ChatChunk][dev.polder.model.openai.ChatChunk] says what an event of a stream means,
/// [WholeAnswer][dev.polder.model.openai.WholeAnswer] does so for an answer in one piece,
/// [RequestEditor][dev.polder.model.openai.RequestEditor] adds what a use case says to a request,
/// [AnswerText][dev.polder.model.openai.AnswerText] puts an answer's text together,
/// [ErrorBody][dev.polder.model.openai.ErrorBody] reads and writes errors.
@NullMarked
package dev.polder.model.openai;

import org.jspecify.annotations.NullMarked;
