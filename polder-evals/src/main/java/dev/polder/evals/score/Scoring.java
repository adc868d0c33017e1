package dev.polder.evals.score;

import dev.polder.evals.answer.Refusals;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// What a suite says about one score: its name, its rule and the rule's options, read and found
/// sound. It becomes a [Scorer] once there are [Ports] to do it with.
public final class Scoring {
  private static final String REFUSAL = "refusal";
  private static final String CONFIDENT_WRONG = "confident-wrong";

  private final String name;
  private final String type;
  private final Rule rule;
  private final Frame frame;
  private final String canonical;

  private Scoring(String name, String type, Rule rule, Frame frame, String canonical) {
    this.name = name;
    this.type = type;
    this.rule = rule;
    this.frame = frame;
    this.canonical = canonical;
  }

  /// Reads one.
  ///
  /// @param type as [#types] lists them
  /// @param options what is wrong with them is told there; something harmless is returned then
  /// @param primary the name of the suite's primary score
  /// @param refusals what counts as a refusal in this suite
  public static Scoring read(
      String name, String type, Options options, String primary, Refusals refusals) {
    Rule rule = rule(type, options, primary, refusals);
    Frame frame =
        rule instanceof Rule.Direct
            ? Frame.of(options)
            : new Frame(Optional.empty(), OptionalDouble.empty(), false);
    options.finish();
    return new Scoring(name, type, rule, frame, options.canonical());
  }

  private static Rule rule(String type, Options options, String primary, Refusals refusals) {
    if (type.equals(REFUSAL)) {
      return new Refused(refusals);
    }
    if (type.equals(CONFIDENT_WRONG)) {
      return ConfidentWrong.of(options, primary, refusals);
    }
    return Arrays.stream(RuleType.values())
        .filter(each -> Options.word(each).equals(type))
        .findFirst()
        .map(each -> (Rule) each.rule(options))
        .orElseThrow(() -> new IllegalArgumentException("no scorer type '" + type + "'"));
  }

  /// Whether there are scorers of `type`.
  public static boolean isType(String type) {
    return type.equals(REFUSAL)
        || type.equals(CONFIDENT_WRONG)
        || Arrays.stream(RuleType.values()).anyMatch(each -> Options.word(each).equals(type));
  }

  /// All types, for messages.
  public static String types() {
    return Arrays.stream(RuleType.values()).map(Options::word).collect(Collectors.joining(", "))
        + ", "
        + REFUSAL
        + ", "
        + CONFIDENT_WRONG;
  }

  /// Its name in the suite.
  public String name() {
    return name;
  }

  /// Such as `exact`.
  public String type() {
    return type;
  }

  /// What values its scores take.
  public Kind kind() {
    return frame.kind(rule.kind());
  }

  /// The other scorer that it rests upon, if it does.
  public Optional<String> restsOn() {
    return rule instanceof Rule.Derived derived ? Optional.of(derived.of()) : Optional.empty();
  }

  /// What it needs before it can begin.
  public Set<Need> needs() {
    return rule instanceof Rule.Direct direct ? direct.needs() : Set.of();
  }

  /// What is wrong with a sample's target, and what to do about it.
  public Optional<String> objection(Target target) {
    return rule.objection(target);
  }

  /// Type and options as one text, for digests.
  public String canonical() {
    return type + " " + canonical;
  }

  /// The score of an answer, where the rule looks at nothing else.
  Score direct(Sample sample, Response response, Ports ports) {
    Rule.Direct direct = (Rule.Direct) rule;
    Optional<Response> part = frame.part(response);
    return part.isEmpty()
        ? frame.score(name, new Mark(0, "nothing in the answer matches 'extract'"))
        : frame.score(name, direct.mark(sample, part.get(), ports));
  }

  /// The score of an answer, given the score that this one rests upon.
  Score derived(Score other, Response response) {
    return frame.score(name, ((Rule.Derived) rule).mark(other, response));
  }
}
