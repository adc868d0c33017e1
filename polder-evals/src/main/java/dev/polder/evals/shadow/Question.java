package dev.polder.evals.shadow;

import dev.polder.evals.run.Trouble;
import dev.polder.evals.score.Response;
import dev.polder.evals.solve.BundleFraming;
import dev.polder.evals.solve.Framing;
import dev.polder.evals.solve.HttpModels;
import dev.polder.evals.solve.ModelPort;
import dev.polder.evals.solve.Reply;
import dev.polder.http.Bytes;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One request to one deployment, sent as the gateway would send it: with what the use case says to
/// it, and once more where the answer does not fit the schema.
final class Question {
  private final ModelPort port;
  private final Framing framing;
  private final Deployment deployment;

  Question(HttpModels models, HttpModels.Limits limits, Deployment deployment, Bundle bundle) {
    this.port = models.port(deployment, limits);
    this.deployment = deployment;
    this.framing = bundle.isNone() ? Framing.NONE : new BundleFraming(deployment, bundle, "");
  }

  /// The answer; an empty one where the deployment refuses to answer this, which is an answer too.
  ///
  /// @throws IOException when there is none; the message holds nothing of the call
  Response ask(Bytes body) throws IOException, InterruptedException {
    Framing.Framed framed = framing.frame(read(body));
    Response answer = send(framed.request());
    Optional<ModelRequest> again = framed.again(answer);
    return again.isPresent() ? send(again.get()) : answer;
  }

  private static ModelRequest read(Bytes body) throws IOException {
    try {
      return ModelRequest.read(Operation.CHAT, body);
    } catch (BadRequestException damaged) {
      throw new IOException("the request cannot be read any more", damaged);
    }
  }

  private Response send(ModelRequest request) throws IOException, InterruptedException {
    return switch (port.ask(request)) {
      case Reply.Answered answered -> answered.response();
      case Reply.Failed failed
          when Trouble.of(failed.fault(), deployment.provider().preset()) == Trouble.REFUSAL ->
          new Response("", List.of(), Framing.REFUSED);
      case Reply.Failed failed -> throw new IOException(failed.fault().summary());
    };
  }
}
