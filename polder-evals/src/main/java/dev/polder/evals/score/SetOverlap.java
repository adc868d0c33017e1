package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.answer.JsonAnswer;
import dev.polder.evals.answer.Normalisation;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How much the set in the answer has in common with the target's. The answer is a JSON list, or
/// lines, or parts between semicolons or commas; bullets and numbers before items are left out.
record SetOverlap(Normalisation normalisation, Measure measure) implements Rule.Direct {
  static SetOverlap of(Options options) {
    return new SetOverlap(Texts.normalisation(options), options.choice("measure", Measure.F1));
  }

  @Override
  public Kind kind() {
    return measure.kind();
  }

  @Override
  public Optional<String> objection(Target target) {
    return target instanceof Target.Texts
        ? Optional.empty()
        : Optional.of(
            "the target is %s; set needs a list of texts, such as [\"a\", \"b\"]."
                .formatted(target.kind()));
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    Set<String> expected = normalised(sample.target().alternatives().orElseThrow().stream());
    Set<String> answered = normalised(items(response.text()));
    Set<String> shared = new LinkedHashSet<>(answered);
    shared.retainAll(expected);
    return new Mark(
        measure.of(shared.size(), answered.size(), expected.size()),
        "%d of %d, %d given".formatted(shared.size(), expected.size(), answered.size()));
  }

  private Set<String> normalised(Stream<String> items) {
    Set<String> set = new LinkedHashSet<>();
    items.map(normalisation::of).filter(item -> !item.isEmpty()).forEach(set::add);
    return set;
  }

  /// What an answer lists.
  static Stream<String> items(String answer) {
    Optional<JsonNode> list = JsonAnswer.FENCED.in(answer).filter(JsonNode::isArray);
    if (list.isPresent()) {
      return list.get().valueStream().map(JsonNode::asText);
    }
    String stripped = answer.strip();
    List<String> parts =
        Stream.of("\\R", ";", ",")
            .map(separator -> List.of(stripped.split(separator)))
            .filter(each -> each.size() > 1)
            .findFirst()
            .orElse(List.of(stripped));
    return parts.stream().map(part -> part.strip().replaceFirst("^(?:[-*•]|\\d{1,3}[.)])\\s+", ""));
  }
}
