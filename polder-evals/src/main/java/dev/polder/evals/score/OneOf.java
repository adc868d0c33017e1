package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.List;
import java.util.Optional;

/// The answer is one of the suite's labels, right or wrong. Inverted, it is a guardrail: an answer
/// that nobody downstream understands.
record OneOf(List<String> labels) implements Rule.Direct {
  static OneOf of(Options options) {
    List<String> labels = options.texts("labels");
    if (labels.isEmpty()) {
      options.fault("labels", "'labels' is missing. List the answers that are understood.");
    }
    return new OneOf(labels);
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return target.alternatives().filter(texts -> !labels.containsAll(texts)).isPresent()
            && !labels.isEmpty()
        ? Optional.of(
            "the target %s is none of the labels. Known labels: %s."
                .formatted(Texts.shown(target.said()), String.join(", ", labels)))
        : Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    boolean known = labels.contains(response.text().strip());
    return Mark.of(known, Texts.shown(response.text()) + (known ? " is a label" : " is no label"));
  }
}
