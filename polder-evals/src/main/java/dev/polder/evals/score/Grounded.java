package dev.polder.evals.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.evals.answer.JsonAnswer;
import dev.polder.evals.answer.Normalisation;
import dev.polder.evals.answer.NumberForms;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every value in the answer's JSON stands in the question too, so none is invented. Texts are
/// compared without case and punctuation, numbers by their value in whichever form. Inverted, it is
/// a guardrail for extraction. An answer that is no JSON invents nothing.
///
/// @param fields which are looked at; all where none is named
record Grounded(JsonAnswer where, List<String> fields) implements Rule.Direct {
  static Grounded of(Options options) {
    return new Grounded(options.choice("json", JsonAnswer.FENCED), options.texts("fields"));
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    Optional<JsonNode> answer = where.in(response.text());
    if (answer.isEmpty()) {
      return new Mark(1, "the answer is no JSON");
    }
    String source = sample.question();
    Optional<String> invented =
        invented(
            answer.get(),
            fields.isEmpty(),
            new Source(source, " " + Normalisation.USUAL.of(source) + " "));
    return invented
        .map(value -> new Mark(0, Texts.shown(value) + " does not stand in the question"))
        .orElse(new Mark(1, "all values stand in the question"));
  }

  private record Source(String text, String normalised) {}

  private Optional<String> invented(JsonNode value, boolean looked, Source source) {
    if (value.isObject()) {
      return value.properties().stream()
          .flatMap(entry ->
              invented(entry.getValue(), looked || fields.contains(entry.getKey()), source)
                  .stream())
          .findFirst();
    }
    if (value.isArray()) {
      return value
          .valueStream()
          .flatMap(item -> invented(item, looked, source).stream())
          .findFirst();
    }
    boolean said = value.isTextual() || value.isNumber();
    return looked && said && !stands(value.asText(), source)
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  private static boolean stands(String value, Source source) {
    String normalised = Normalisation.USUAL.of(value);
    if (normalised.isEmpty() || source.normalised().contains(" " + normalised + " ")) {
      return true;
    }
    return NumberForms.EITHER
        .whole(value)
        .filter(number -> holds(source.text(), number))
        .isPresent();
  }

  private static boolean holds(String text, Set<BigDecimal> number) {
    return NumberForms.EITHER.in(text).stream()
        .flatMap(found -> found.readings().stream())
        .anyMatch(each -> number.stream().anyMatch(value -> value.compareTo(each) == 0));
  }
}
