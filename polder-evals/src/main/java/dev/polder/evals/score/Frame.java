package dev.polder.evals.score;

import dev.polder.model.bounded.BoundedText;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every type of scorer can be told besides: which part of the answer to look at, from which
/// value on it is good, and that good is bad.
record Frame(Optional<Pattern> extract, OptionalDouble threshold, boolean invert) {
  static Frame of(Options options) {
    return new Frame(
        RegularExpression.pattern(options, "extract", Pattern.MULTILINE),
        options.number("threshold", 0, 1),
        options.flag("invert", false));
  }

  Kind kind(Kind kind) {
    return threshold.isPresent() ? Kind.BINARY : kind;
  }

  /// The part of the answer that counts: the last match's first group. Nothing where there is none.
  Optional<Response> part(Response response) {
    if (extract.isEmpty()) {
      return Optional.of(response);
    }
    Pattern pattern = extract.get();
    Optional<String> text =
        RegularExpression.bounded(() -> last(pattern, response.text()), pattern);
    return text.map(part -> new Response(part, response.toolCalls(), response.finishReason()));
  }

  private static Optional<String> last(Pattern pattern, String answer) {
    Matcher matcher = pattern.matcher(new BoundedText(answer, BoundedText.USUAL_STEPS));
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last = Optional.ofNullable(matcher.group(matcher.groupCount() > 0 ? 1 : 0));
    }
    return last;
  }

  Score score(String name, Mark mark) {
    double value = mark.value();
    if (threshold.isPresent()) {
      value = value >= threshold.getAsDouble() ? 1 : 0;
    }
    return new Score(name, invert ? 1 - value : value, mark.why());
  }
}
