package dev.polder.evals.score;

import dev.polder.evals.answer.Normalisation;
import dev.polder.evals.sample.Target;
import java.util.List;
import java.util.Optional;

/// What rules about texts have in common.
final class Texts {
  private static final int SHOWN = 200;

  private Texts() {}

  /// `text` for a message: one line of bearable length.
  static String shown(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
  }

  /// How texts are made comparable, as options say.
  static Normalisation normalisation(Options options) {
    List<String> languages = options.texts("articles");
    for (String language : languages) {
      if (!Normalisation.ARTICLES.containsKey(language)) {
        options.fault(
            "articles",
            "no articles are known of language '%s'. Known: de, en, fr, nl.".formatted(language));
      }
    }
    return new Normalisation(
        !options.flag("case", false),
        options.flag("punctuation", false),
        Normalisation.articlesOf(languages));
  }

  /// The objection of rules that compare texts.
  static Optional<String> objection(Target target, String type) {
    if (target.alternatives().isEmpty()) {
      return Optional.of(
          "the target is %s; %s needs a text or a list of accepted texts.%s"
              .formatted(
                  target.kind(),
                  type,
                  target instanceof Target.Numeric
                      ? " Write the number in quotes, or take scorer type numeric."
                      : ""));
    }
    List<String> texts = target.alternatives().get();
    return texts.isEmpty() || texts.stream().anyMatch(String::isBlank)
        ? Optional.of("the target is empty. Write what a right answer says.")
        : Optional.empty();
  }
}
