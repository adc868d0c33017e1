package dev.polder.evals.score;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.model.bounded.BoundedText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression is found in the answer: the suite's, or else the sample's own target.
record RegularExpression(Optional<Pattern> pattern, int flags, boolean whole)
    implements Rule.Direct {
  static RegularExpression of(Options options) {
    int flags =
        options.flag("ignore-case", false) ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    boolean whole = options.flag("whole", false);
    return new RegularExpression(pattern(options, "pattern", flags), flags, whole);
  }

  /// The pattern that an option holds.
  static Optional<Pattern> pattern(Options options, String name, int flags) {
    return options
        .text(name)
        .flatMap(text -> {
          try {
            return Optional.of(Pattern.compile(text, flags));
          } catch (PatternSyntaxException malformed) {
            options.fault(name, notAPattern(text, malformed));
            return Optional.empty();
          }
        });
  }

  private static String notAPattern(String text, PatternSyntaxException malformed) {
    return "'%s' is no regular expression: %s, at its character %d."
        .formatted(text, malformed.getDescription(), malformed.getIndex() + 1);
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    if (pattern.isPresent()) {
      return Optional.empty();
    }
    Optional<String> noText = Texts.objection(target, "regex without 'pattern'");
    if (noText.isPresent()) {
      return noText;
    }
    for (String text : target.alternatives().orElseThrow()) {
      try {
        Pattern.compile(text, flags);
      } catch (PatternSyntaxException malformed) {
        return Optional.of("the target " + notAPattern(text, malformed));
      }
    }
    return Optional.empty();
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    List<Pattern> patterns =
        pattern
            .map(List::of)
            .orElseGet(() ->
                sample.target().alternatives().orElseThrow().stream()
                    .map(text -> Pattern.compile(text, flags))
                    .toList());
    for (Pattern each : patterns) {
      if (matches(each, response.text())) {
        return new Mark(1, "matches /" + each + "/");
      }
    }
    return new Mark(0, "does not match");
  }

  private boolean matches(Pattern each, String answer) {
    return bounded(
        () -> {
          BoundedText text =
              new BoundedText(whole ? answer.strip() : answer, BoundedText.USUAL_STEPS);
          return whole ? each.matcher(text).matches() : each.matcher(text).find();
        },
        each);
  }

  /// Something that matches.
  @FunctionalInterface
  interface Matching<T> {
    T run();
  }

  /// Runs `matching`, unless it needs more than anybody would wait for.
  static <T> T bounded(Matching<T> matching, Pattern pattern) {
    try {
      return matching.run();
    } catch (BoundedText.TooManySteps | StackOverflowError tooMuch) {
      // Java's matcher goes down one frame for each turn of some loops.
      throw new ScoringFailed(
          ScoringFailed.Reason.OVER_BOUND,
          "Pattern /%s/ needs more than %,d steps on this answer. Write it without nested repetition."
              .formatted(pattern, BoundedText.USUAL_STEPS),
          tooMuch);
    }
  }
}
