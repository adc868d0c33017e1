package dev.polder.evals.solve;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;
import java.util.ArrayList;
import java.util.List;

/// Tells the system something before samples that do not do so themselves.
record WithSystem(String system, Solver then) implements Solver {
  @Override
  public String description() {
    return then.description() + ", with the suite's system prompt";
  }

  @Override
  public String digest() {
    return Digests.of("with-system", system, then.digest());
  }

  @Override
  public Response solve(Sample sample, Asker model) throws NoAnswerException, InterruptedException {
    if (sample.input().getFirst().role().equals("system")) {
      return then.solve(sample, model);
    }
    List<Message> input = new ArrayList<>();
    input.add(new Message("system", system));
    input.addAll(sample.input());
    return then.solve(
        new Sample(
            sample.id(), input, sample.target(), sample.cluster(), sample.tags(), sample.weight()),
        model);
  }
}
