package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.answer.JsonAnswer;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How much an answer agrees with another one, which stands for the right one: the usual rules of
/// suites, with an answer as target.
public enum Likeness {
  /// The same text but for case, white space, punctuation and Unicode form.
  TEXT,
  /// The same items, listed in whatever order.
  SET,
  /// The same number.
  NUMERIC,
  /// The same fields in JSON.
  FIELDS,
  /// The same meaning, by a sentence model.
  SIMILARITY;

  /// From 0 to 1; empty where `right` is nothing that answers can be held against: no number, no
  /// JSON, nothing at all.
  ///
  /// @param ports what a sentence model is taken from
  public Optional<Score> of(Response right, Response answer, Ports ports) {
    if (right.text().isBlank()) {
      return Optional.empty();
    }
    Options usual = Options.none("Likeness");
    return switch (this) {
      case TEXT -> best(NormalisedText.of(usual), text(right), answer, ports);
      case SET -> best(SetOverlap.of(usual), set(right), answer, ports);
      case NUMERIC -> {
        NumericValue rule = NumericValue.of(usual);
        yield best(rule, numbers(rule, right), answer, ports);
      }
      case FIELDS -> best(JsonFields.of(usual), json(right), answer, ports);
      case SIMILARITY -> best(new SemanticSimilarity(), text(right), answer, ports);
    };
  }

  private static Stream<Target> text(Response right) {
    return Stream.of(new Target.Text(right.text()));
  }

  private static Stream<Target> set(Response right) {
    return Stream.of(new Target.Texts(SetOverlap.items(right.text()).toList()));
  }

  /// A number that can be read in two ways is right in either.
  private static Stream<Target> numbers(NumericValue rule, Response right) {
    return rule.number(right.text()).stream().flatMap(Set::stream).map(Target.Numeric::new);
  }

  private static Stream<Target> json(Response right) {
    return JsonAnswer.FENCED.in(right.text()).stream()
        .filter(JsonNode::isContainerNode)
        .map(Target.Json::new);
  }

  private Optional<Score> best(
      Rule.Direct rule, Stream<? extends Target> targets, Response answer, Ports ports) {
    return targets
        .filter(target -> rule.objection(target).isEmpty())
        .map(target -> rule.mark(sample(target), answer, ports))
        .reduce((one, other) -> one.value() >= other.value() ? one : other)
        .map(mark -> new Score(Options.word(this), mark.value(), mark.why()));
  }

  private static Sample sample(Target target) {
    return new Sample(
        "mirrored", List.of(new Message("user", "")), target, Optional.empty(), Set.of(), 1);
  }
}
