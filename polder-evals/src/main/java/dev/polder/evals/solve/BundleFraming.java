package dev.polder.evals.solve;

import dev.polder.evals.score.Response;
import dev.polder.model.Deployment;
import dev.polder.model.bundle.Bundle;
import dev.polder.model.bundle.Fitness;
import dev.polder.model.bundle.Rendering;
import dev.polder.model.openai.AnswerText;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a use case's bundle says to one deployment, rendered and judged as for calls.
///
/// @param bundleDigest of what the use case says to all of its candidates
public record BundleFraming(Deployment deployment, Bundle bundle, String bundleDigest)
    implements Framing {
  /// Why an answer ends that no schema speaks of.
  private static final Set<String> REFUSALS = Set.of("content_filter", REFUSED);

  @Override
  public String promptDigest() {
    return bundle.digest();
  }

  @Override
  public Framed frame(ModelRequest request) {
    try {
      return new Rendered(Rendering.of(request, List.of(bundle)));
    } catch (BadRequestException ours) {
      throw new IllegalStateException("a solver wrote a bad request", ours);
    }
  }

  /// One request within the bundle.
  private final class Rendered implements Framed {
    private final Rendering rendering;

    Rendered(Rendering rendering) {
      this.rendering = rendering;
    }

    @Override
    public ModelRequest request() {
      return rendering.toward(deployment, bundle);
    }

    @Override
    public Optional<ModelRequest> again(Response answer) {
      return bundle.schema().map(schema -> schema.judge(List.of(text(answer)))).flatMap(this::mend);
    }

    private Optional<ModelRequest> mend(Fitness fitness) {
      return switch (fitness) {
        case Fitness.Fits fits -> Optional.empty();
        case Fitness.Unfit unfit -> Optional.of(rendering.again(deployment, bundle, unfit));
      };
    }
  }

  private static AnswerText text(Response answer) {
    return new AnswerText(
        answer.text(),
        answer.finishReason(),
        !answer.toolCalls().isEmpty() || REFUSALS.contains(answer.finishReason()));
  }
}
