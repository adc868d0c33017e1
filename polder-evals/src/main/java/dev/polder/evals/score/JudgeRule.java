package dev.polder.evals.score;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A model grades the answer, blind: it never learns who wrote it. Its grade must be its last line,
/// in a fixed form; what has another form is no grade, and no guess is made.
///
/// @param grades from worst to best
/// @param bothOrders of comparisons: ask twice, each text first once, and take the mean
/// @param attempts how often it may answer until there is a grade
record JudgeRule(
    JudgePrompt prompt, Mode mode, List<String> grades, boolean bothOrders, int attempts)
    implements Rule.Direct {
  /// What the judge does.
  enum Mode {
    /// It names one of the grades.
    GRADE,
    /// It says which of two texts is better: the answer or the target, in an order drawn by lot.
    COMPARE
  }

  private static final List<String> USUAL_GRADES = List.of("incorrect", "partly", "correct");

  static JudgeRule of(Options options) {
    Mode mode = options.choice("mode", Mode.GRADE);
    List<String> grades = grades(options);
    if (mode == Mode.COMPARE && options.has("grades")) {
      options.fault(
          "grades", "a comparison has no 'grades'. Leave them out, or write mode: grade.");
    }
    if (mode == Mode.GRADE && options.has("both-orders")) {
      options.fault("both-orders", "there is one text only. Leave it out, or write mode: compare.");
    }
    return new JudgeRule(
        JudgePrompt.of(options),
        mode,
        grades,
        options.flag("both-orders", false),
        options.count("attempts", 2, 1, 5));
  }

  private static List<String> grades(Options options) {
    if (!options.has("grades")) {
      return USUAL_GRADES;
    }
    List<String> grades = options.texts("grades");
    boolean sound =
        grades.size() >= 2
            && grades.stream().distinct().count() == grades.size()
            && grades.stream().allMatch(grade -> grade.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} _-]*"));
    if (!sound) {
      options.fault(
          "grades",
          "'grades' are not two or more different words, from worst to best. Write [bad, fair, good].");
      return USUAL_GRADES;
    }
    return grades;
  }

  @Override
  public Kind kind() {
    return mode == Mode.GRADE && grades.size() == 2 ? Kind.BINARY : Kind.GRADED;
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.JUDGE);
  }

  @Override
  public Optional<String> objection(Target target) {
    return switch (mode) {
      case GRADE -> Optional.empty();
      case COMPARE -> Texts.objection(target, "a judge's comparison");
    };
  }

  @Override
  public Mark mark(Sample sample, Response response, Ports ports) {
    Judge judge = ports.needJudge();
    return switch (mode) {
      case GRADE -> {
        String grade = ask(judge, prompt.grading(sample, response, grades), grades);
        yield new Mark(
            (double) grades.indexOf(grade) / (grades.size() - 1), "the judge says: " + grade);
      }
      case COMPARE -> compare(judge, sample, response);
    };
  }

  private Mark compare(Judge judge, Sample sample, Response response) {
    boolean answerFirst = prompt.drawsAnswerFirst(sample);
    double value = compare(judge, sample, response, answerFirst);
    if (!bothOrders) {
      return new Mark(value, verdict(value) + (answerFirst ? ", read first" : ", read second"));
    }
    double swapped = compare(judge, sample, response, !answerFirst);
    return new Mark(
        (value + swapped) / 2,
        value == swapped
            ? verdict(value) + ", in both orders"
            : "the judge changes with the order");
  }

  private double compare(Judge judge, Sample sample, Response response, boolean answerFirst) {
    List<String> words = List.of("first", "second", "tie");
    String grade = ask(judge, prompt.comparing(sample, response, answerFirst), words);
    if (grade.equals("tie")) {
      return 0.5;
    }
    return grade.equals("first") == answerFirst ? 1 : 0;
  }

  private static String verdict(double value) {
    if (value == 0.5) {
      return "the judge sees no difference";
    }
    return value > 0.5 ? "the judge prefers the answer" : "the judge prefers the target";
  }

  private String ask(Judge judge, List<Message> question, List<String> words) {
    List<Message> conversation = new ArrayList<>(question);
    String said = "";
    for (int attempt = 1; attempt <= attempts; attempt++) {
      said = judge.answer(List.copyOf(conversation));
      Optional<String> grade = Grade.in(said, words);
      if (grade.isPresent()) {
        return grade.get();
      }
      conversation.add(new Message("assistant", said));
      conversation.add(new Message("user", Grade.reminder(words)));
    }
    throw new ScoringFailed(
        ScoringFailed.Reason.NO_GRADE,
        "The judge named no grade in %d attempts; it ended with %s. Known grades: %s. Take another judge, or a plainer rubric."
            .formatted(attempts, Texts.shown(lastLine(said)), String.join(", ", words)));
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce("", (_, line) -> line);
  }
}
