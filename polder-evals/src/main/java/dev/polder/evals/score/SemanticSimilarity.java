package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How much the answer means what one of the accepted texts does, by a sentence model.
record SemanticSimilarity() implements Rule.Direct {
  @Override
  public Kind kind() {
    return Kind.GRADED;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SIMILARITY);
  }

  @Override
  public Optional<String> objection(Target target) {
    return Texts.objection(target, "similarity");
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    if (response.text().isBlank()) {
      return new Mark(0, "there is no answer");
    }
    Similarity similarity = ports.needSimilarity();
    double nearest = 0;
    for (String text : sample.target().alternatives().orElseThrow()) {
      nearest = Math.max(nearest, similarity.of(response.text(), text));
    }
    double value = nearest >= 0 ? Math.min(1, nearest) : 0; // a model's cosine may be no number
    return new Mark(value, String.format(Locale.ROOT, "similarity %.3f", value));
  }
}
