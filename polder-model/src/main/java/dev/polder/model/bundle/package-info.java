/// What a use case says to a model besides the call's own messages: a
/// [Bundle][dev.polder.model.bundle.Bundle] for each candidate, with a
/// [PromptTemplate][dev.polder.model.bundle.PromptTemplate],
/// [Parameters][dev.polder.model.bundle.Parameters], a bound on the output and an
/// [AnswerSchema][dev.polder.model.bundle.AnswerSchema].
///
/// [Rendering][dev.polder.model.bundle.Rendering] makes the request for an upstream of a client's
/// request and a bundle. Whoever asks a model on behalf of a use case, to serve a call or to
/// measure the use case, asks by it, so that what was measured is what is served.
@NullMarked
package dev.polder.model.bundle;

import org.jspecify.annotations.NullMarked;
