package dev.polder.evals.answer;

import java.util.ArrayList;
import java.util.List;

/// Tells whether an answer declines to answer: it says that it does not know or cannot, in English,
/// Dutch, German or French, or says nothing at all.
///
/// The rule: the answer is empty, or one of the phrases stands within its first 200 characters.
/// Both are compared without case and punctuation. Later in a text such words are as often part of
/// an answer (`… which I don't know whether you have seen`), so they do not count there.
public final class Refusals {
  private static final int BEGINNING = 200;

  /// Apostrophes are left out by normalisation: `don't` is `dont`. A phrase says who does not know,
  /// so that `the patient cannot answer` is none.
  private static final List<String> ENGLISH =
      List.of(
          "i dont know",
          "i do not know",
          "i am not sure",
          "im not sure",
          "i cant",
          "i cannot",
          "i can not",
          "i am unable",
          "im unable",
          "i am not able",
          "im not able",
          "i wont",
          "i will not",
          "i have no information",
          "i dont have information",
          "i dont have enough",
          "i do not have enough",
          "i do not have information",
          "i have to decline",
          "i must decline",
          "as an ai",
          "not enough information",
          "insufficient information",
          "there is no information",
          "it is not possible to say",
          "it is unclear",
          "unknown",
          "no answer");

  private static final List<String> DUTCH =
      List.of(
          "ik weet het niet",
          "ik weet niet",
          "dat weet ik niet",
          "ik weet dat niet",
          "ik kan niet",
          "ik kan geen",
          "ik kan u niet",
          "ik kan je niet",
          "ik kan dat niet",
          "ik kan deze",
          "ik ben niet in staat",
          "ik ben er niet zeker van",
          "ik heb geen informatie",
          "ik heb niet genoeg",
          "onvoldoende informatie",
          "niet genoeg informatie",
          "onbekend",
          "geen antwoord");

  private static final List<String> GERMAN =
      List.of(
          "ich weiss es nicht",
          "ich weiss nicht",
          "das weiss ich nicht",
          "ich weiss das nicht",
          "weiss ich nicht",
          "ich kann nicht",
          "ich kann keine",
          "ich kann ihnen nicht",
          "ich kann dir nicht",
          "ich kann das nicht",
          "ich kann diese frage nicht",
          "ich bin nicht in der lage",
          "ich bin mir nicht sicher",
          "ich habe keine informationen",
          "mir liegen keine",
          "dazu liegen mir keine",
          "dazu habe ich keine",
          "nicht genügend informationen",
          "nicht genug informationen",
          "keine angabe",
          "unbekannt",
          "keine antwort");

  private static final List<String> FRENCH =
      List.of(
          "je ne sais pas",
          "je lignore",
          "je ne peux pas",
          "je ne peux",
          "je ne suis pas en mesure",
          "je ne suis pas sûr",
          "je nai pas dinformation",
          "je ne dispose pas",
          "je dois refuser",
          "il mest impossible",
          "pas assez dinformations",
          "informations insuffisantes",
          "inconnu",
          "aucune réponse");

  /// The phrases of all four languages.
  public static final Refusals USUAL = new Refusals(usualPhrases());

  private final List<String> phrases;

  private Refusals(List<String> phrases) {
    this.phrases =
        phrases.stream()
            .map(Normalisation.USUAL::of)
            .filter(phrase -> !phrase.isEmpty())
            .distinct()
            .sorted()
            .toList();
  }

  /// Those phrases and no others.
  public static Refusals only(List<String> phrases) {
    return new Refusals(phrases);
  }

  /// These phrases and some more.
  public Refusals and(List<String> more) {
    List<String> all = new ArrayList<>(phrases);
    all.addAll(more);
    return new Refusals(all);
  }

  /// As they are compared, sorted.
  public List<String> phrases() {
    return phrases;
  }

  /// Whether `answer` declines.
  public boolean contains(String answer) {
    String beginning = answer.strip();
    if (beginning.isEmpty()) {
      return true;
    }
    // Twice the length, since normalisation shortens; then cut again.
    String text =
        Normalisation.USUAL.of(beginning.substring(0, Math.min(beginning.length(), 2 * BEGINNING)));
    String first = " " + text.substring(0, Math.min(text.length(), BEGINNING)) + " ";
    return phrases.stream().anyMatch(phrase -> first.contains(" " + phrase + " "));
  }

  private static List<String> usualPhrases() {
    List<String> all = new ArrayList<>(ENGLISH);
    all.addAll(DUTCH);
    all.addAll(GERMAN);
    all.addAll(FRENCH);
    return all;
  }
}
