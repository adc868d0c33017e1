package dev.polder.evals.score;

import dev.polder.evals.answer.ChoiceLetter;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The answer chooses the expected letter.
record MultipleChoice(String letters, ChoiceLetter reader) implements Rule.Direct {
  private static final String USUAL = "ABCDEFGHIJ";

  static MultipleChoice of(Options options) {
    String letters = options.text("letters").orElse(USUAL);
    if (!letters.matches("[A-Z]{2,26}")) {
      options.fault(
          "letters",
          "'letters' is '%s'; write two to 26 capital letters, such as ABCD.".formatted(letters));
      letters = USUAL;
    }
    return new MultipleChoice(letters, new ChoiceLetter(letters));
  }

  @Override
  public Kind kind() {
    return Kind.BINARY;
  }

  @Override
  public Optional<String> objection(Target target) {
    List<String> texts = target.alternatives().orElse(List.of());
    boolean sound =
        !texts.isEmpty()
            && texts.stream().allMatch(text -> text.length() == 1 && letters.contains(upper(text)));
    return sound
        ? Optional.empty()
        : Optional.of(
            "the target is %s (%s); choice needs one letter of %s."
                .formatted(target.kind(), Texts.shown(target.said()), letters));
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    Optional<Character> chosen = reader.in(response.text());
    if (chosen.isEmpty()) {
      return new Mark(0, "no letter is chosen");
    }
    boolean right =
        sample.target().alternatives().orElseThrow().stream()
            .anyMatch(text -> upper(text).charAt(0) == chosen.get());
    return Mark.of(right, "chooses " + chosen.get());
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
