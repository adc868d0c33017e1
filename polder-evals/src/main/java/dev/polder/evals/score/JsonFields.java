package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.answer.JsonAnswer;
import dev.polder.evals.answer.Normalisation;
import dev.polder.evals.sample.CanonicalJson;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many fields of the answer's JSON are those of the target, over all leaves: a leaf is right
/// where the same value stands at the same path.
record JsonFields(
    JsonAnswer where, Measure measure, boolean nullsCount, boolean listsAreSets, Compare compare)
    implements Rule.Direct {
  /// How two texts in fields are compared.
  enum Compare {
    EXACT,
    NORMALISED
  }

  /// What a null in a field says.
  enum Nulls {
    /// As good as no field.
    ABSENT,
    /// A value like any other.
    VALUE
  }

  /// What lists are.
  enum Lists {
    ORDERED,
    SETS
  }

  static JsonFields of(Options options) {
    return new JsonFields(
        options.choice("json", JsonAnswer.FENCED),
        options.choice("measure", Measure.F1),
        options.choice("nulls", Nulls.ABSENT) == Nulls.VALUE,
        options.choice("lists", Lists.ORDERED) == Lists.SETS,
        options.choice("texts", Compare.EXACT));
  }

  @Override
  public Kind kind() {
    return measure.kind();
  }

  @Override
  public Optional<String> objection(Target target) {
    return expected(target).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the target is %s (%s); fields needs a JSON object or list, or a text that holds one."
                .formatted(target.kind(), Texts.shown(target.said())));
  }

  private static Optional<JsonNode> expected(Target target) {
    return switch (target) {
      case Target.Json json -> Optional.of(json.json());
      case Target.Text text -> CanonicalJson.parse(text.text()).filter(JsonNode::isContainerNode);
      case Target.Texts texts -> Optional.of(texts.json());
      case Target.Calls calls -> Optional.of(calls.json());
      case Target.Numeric _, Target.None _ -> Optional.empty();
    };
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    Optional<JsonNode> answer = where.in(response.text()).filter(JsonNode::isContainerNode);
    if (answer.isEmpty()) {
      return new Mark(0, "the answer is no JSON object");
    }
    List<String> answered = leaves(answer.get());
    List<String> expected = leaves(expected(sample.target()).orElseThrow());
    int shared = shared(answered, expected);
    return new Mark(
        measure.of(shared, answered.size(), expected.size()),
        "%d of %d fields right, %d given".formatted(shared, expected.size(), answered.size()));
  }

  /// How many of `some` are in `others`, each counted once.
  static int shared(List<String> some, List<String> others) {
    Map<String, Integer> left = new HashMap<>();
    others.forEach(each -> left.merge(each, 1, Integer::sum));
    int shared = 0;
    for (String each : some) {
      int there = left.getOrDefault(each, 0);
      if (there > 0) {
        left.put(each, there - 1);
        shared++;
      }
    }
    return shared;
  }

  private List<String> leaves(JsonNode value) {
    List<String> leaves = new ArrayList<>();
    collect("", value, leaves);
    return leaves;
  }

  private void collect(String path, JsonNode value, List<String> leaves) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(entry ->
              collect(path + "/" + entry.getKey().replace("/", "//"), entry.getValue(), leaves));
    } else if (value.isArray()) {
      int index = 0;
      for (JsonNode item : value) {
        collect(path + (listsAreSets ? "/ *" : "/ " + index++), item, leaves);
      }
    } else if (!value.isNull() || nullsCount) {
      leaves.add(path + " = " + leaf(value));
    }
  }

  private String leaf(JsonNode value) {
    return value.isTextual() && compare == Compare.NORMALISED
        ? Normalisation.USUAL.of(value.textValue())
        : CanonicalJson.text(value);
  }
}
