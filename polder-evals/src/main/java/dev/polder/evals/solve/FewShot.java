package dev.polder.evals.solve;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import java.util.ArrayList;
import java.util.List;

/// Shows the model solved examples before the sample: each as the turns of a chat, behind what the
/// system is told.
///
/// @param examples in the order in which they are shown; not those of the suite itself
public record FewShot(List<Example> examples, Solver then) implements Solver {
  /// A solved case.
  ///
  /// @param input its turns, without what the system is told
  public record Example(List<Message> input, String answer) {
    public Example {
      input = List.copyOf(input);
    }
  }

  public FewShot {
    examples = List.copyOf(examples);
  }

  @Override
  public String description() {
    return then.description() + ", " + examples.size() + " examples before";
  }

  @Override
  public String digest() {
    return Digests.of("few-shot", then.digest(), examples.toString());
  }

  @Override
  public Response solve(Sample sample, Asker model) throws NoAnswerException, InterruptedException {
    return then.solve(
        new Sample(
            sample.id(),
            withExamples(sample.input()),
            sample.target(),
            sample.cluster(),
            sample.tags(),
            sample.weight()),
        model);
  }

  private List<Message> withExamples(List<Message> input) {
    List<Message> messages = new ArrayList<>();
    int told = 0;
    while (told < input.size() && input.get(told).role().equals("system")) {
      told++;
    }
    messages.addAll(input.subList(0, told));
    for (Example example : examples) {
      messages.addAll(example.input());
      messages.add(new Message("assistant", example.answer()));
    }
    messages.addAll(input.subList(told, input.size()));
    return messages;
  }
}
