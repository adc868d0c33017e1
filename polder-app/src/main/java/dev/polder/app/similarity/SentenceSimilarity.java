package dev.polder.app.similarity;

import dev.polder.engine.decode.SentenceModel;
import dev.polder.evals.score.Similarity;
import java.util.List;

/// How alike the meanings of two texts are, by the sentence model inside Polder, which is loaded
/// when it is first asked.
public final class SentenceSimilarity implements Similarity {
  private final SentenceModel model = new SentenceModel(1);

  @Override
  public double of(String one, String other) {
    if (one.isBlank() || other.isBlank()) {
      return one.isBlank() && other.isBlank() ? 1 : 0;
    }
    List<float[]> vectors = model.embed(List.of(one, other)).vectors();
    double cosine = 0;
    for (int i = 0; i < SentenceModel.DIMENSION; i++) {
      cosine += vectors.get(0)[i] * vectors.get(1)[i];
    }
    return Math.clamp(cosine, 0, 1);
  }
}
