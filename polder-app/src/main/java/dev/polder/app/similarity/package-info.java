/// How alike the meanings of two texts are:
/// [SentenceSimilarity][dev.polder.app.similarity.SentenceSimilarity] puts the sentence model
/// inside Polder behind the port of the scorers.
@NullMarked
package dev.polder.app.similarity;

import org.jspecify.annotations.NullMarked;
