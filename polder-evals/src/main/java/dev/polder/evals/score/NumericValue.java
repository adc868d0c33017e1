package dev.polder.evals.score;

import dev.polder.evals.answer.NumberForms;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// The answer's number is the expected one, or near enough: within an absolute or a relative
/// tolerance (either will do), or within a factor.
record NumericValue(
    NumberForms forms,
    Take take,
    List<String> marks,
    BigDecimal absolute,
    BigDecimal relative,
    OptionalDouble factor)
    implements Rule.Direct {
  /// Which of an answer's numbers counts.
  enum Take {
    /// The one after the last mark, such as `Answer:`; without a mark the last one.
    MARKED,
    LAST,
    FIRST,
    /// The answer must be the number and nothing else.
    WHOLE
  }

  private static final List<String> USUAL_MARKS =
      List.of(
          "####",
          "\\boxed{",
          "answer is",
          "answer:",
          "result:",
          "total:",
          "antwort:",
          "antwort ist",
          "antwort lautet",
          "ergebnis:",
          "ergebnis ist",
          "antwoord:",
          "antwoord is",
          "réponse :",
          "réponse:",
          "réponse est");

  static NumericValue of(Options options) {
    List<String> marks = options.texts("marks");
    OptionalDouble factor = options.number("factor", 1, 1e9);
    if (factor.isPresent() && (options.has("tolerance") || options.has("relative"))) {
      options.fault("factor", "'factor' takes the place of 'tolerance' and 'relative'. Write one.");
    }
    return new NumericValue(
        options.choice("numbers", NumberForms.EITHER),
        options.choice("take", Take.MARKED),
        marks.isEmpty() ? USUAL_MARKS : marks,
        BigDecimal.valueOf(options.number("tolerance", 0, 1e15).orElse(0)),
        BigDecimal.valueOf(options.number("relative", 0, 1).orElse(0)),
        factor);
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    return expected(target).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the target is %s (%s); numeric needs a number, such as 1234.5."
                .formatted(target.kind(), Texts.shown(target.said())));
  }

  /// Targets are written as JSON writes numbers; in quotes too.
  private static Optional<BigDecimal> expected(Target target) {
    return switch (target) {
      case Target.Numeric number -> Optional.of(number.number()).filter(NumericValue::isBearable);
      case Target.Text text ->
          text.text().strip().matches("-?\\d{1,300}(\\.\\d{1,300})?")
              ? Optional.of(new BigDecimal(text.text().strip()))
              : Optional.empty();
      case Target.Texts _, Target.Json _, Target.Calls _, Target.None _ -> Optional.empty();
    };
  }

  /// Whether one can reckon with it: 1e999999999 has a billion digits.
  private static boolean isBearable(BigDecimal number) {
    return number.precision() <= 300 && Math.abs((long) number.scale()) <= 1000;
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    BigDecimal expected = expected(sample.target()).orElseThrow();
    Optional<Set<BigDecimal>> found = number(response.text());
    if (found.isEmpty()) {
      return new Mark(0, "no number is given");
    }
    boolean right = found.get().stream().anyMatch(number -> isNear(number, expected));
    String said = found.get().iterator().next().toString();
    return Mark.of(right, "%s, expected %s".formatted(said, expected));
  }

  /// What an answer's number may mean.
  Optional<Set<BigDecimal>> number(String answer) {
    return switch (take) {
      case WHOLE -> forms.whole(answer);
      case FIRST -> forms.in(answer).stream().findFirst().map(NumberForms.Found::readings);
      case LAST -> last(answer);
      case MARKED -> marked(answer).or(() -> last(answer));
    };
  }

  private Optional<Set<BigDecimal>> last(String answer) {
    List<NumberForms.Found> found = forms.in(answer);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().readings());
  }

  private Optional<Set<BigDecimal>> marked(String answer) {
    String bare = answer.replaceAll("[*_`$]", "");
    String lower = bare.toLowerCase(Locale.ROOT);
    if (lower.length() != bare.length()) {
      lower = bare;
    }
    int after = -1;
    for (String mark : marks) {
      int at = lower.lastIndexOf(mark.toLowerCase(Locale.ROOT));
      after = at < 0 ? after : Math.max(after, at + mark.length());
    }
    return after < 0
        ? Optional.empty()
        : forms.in(bare.substring(after)).stream().findFirst().map(NumberForms.Found::readings);
  }

  private boolean isNear(BigDecimal number, BigDecimal expected) {
    if (factor.isPresent()) {
      BigDecimal most = expected.abs().multiply(BigDecimal.valueOf(factor.getAsDouble()));
      boolean sameSide = number.signum() == expected.signum();
      return sameSide
          && number.abs().compareTo(most) <= 0
          && number
                  .abs()
                  .multiply(BigDecimal.valueOf(factor.getAsDouble()))
                  .compareTo(expected.abs())
              >= 0;
    }
    BigDecimal off = number.subtract(expected).abs();
    return off.compareTo(absolute) <= 0 || off.compareTo(relative.multiply(expected.abs())) <= 0;
  }
}
