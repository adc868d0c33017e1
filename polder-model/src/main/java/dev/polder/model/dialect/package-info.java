/// Translation between the dialects in which clients and providers speak.
///
/// In the middle stands what no dialect owns: a
/// [Conversation][dev.polder.model.dialect.Conversation] asks, a
/// [Completion][dev.polder.model.dialect.Completion] or
/// [AnswerEvent][dev.polder.model.dialect.AnswerEvent]s answer, an
/// [ErrorReport][dev.polder.model.dialect.ErrorReport] says why not. Each
/// [Dialect][dev.polder.model.dialect.Dialect] lives in a package of its own and knows only this
/// middle; [Translation][dev.polder.model.dialect.Translation] joins two of them. What a dialect
/// cannot say is written in its [DialectRules][dev.polder.model.dialect.DialectRules].
@NullMarked
package dev.polder.model.dialect;

import org.jspecify.annotations.NullMarked;
