/// Makes answers: tokenizer, decoder graph with its key-value cache, sampling, and text out of
/// tokens. Public are [ChatModel], which answers a [Question] and tells an [AnswerListener] the
/// parts as they come, [SentenceModel], and the records they speak in. Only this package knows ONNX
/// Runtime and the native tokenizer.
@NullMarked
package dev.polder.engine.decode;

import org.jspecify.annotations.NullMarked;
