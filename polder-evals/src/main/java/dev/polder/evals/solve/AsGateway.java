package dev.polder.evals.solve;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Response;

/// Asks a sample's messages once, as the gateway would send a call of the use case.
///
/// @param model what a client asks for: a use case's name, or a deployment's
public record AsGateway(String model) implements Solver {
  @Override
  public String description() {
    return "asked once";
  }

  /// The model's name is not in it: no deployment ever sees it.
  @Override
  public String digest() {
    return Digests.of("as-gateway");
  }

  @Override
  public Response solve(Sample sample, Asker asker) throws NoAnswerException, InterruptedException {
    return asker.ask(ChatBody.of(model, sample.input()));
  }
}
