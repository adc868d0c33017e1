package dev.polder.evals.solve;

import dev.polder.evals.score.Response;
import dev.polder.model.openai.ModelRequest;
import java.util.Optional;

/// What a use case does to a client's request before a deployment gets it, and to an answer that
/// does not fit: its prompt variant, its parameters, its schema. The gateway does the same to every
/// call.
public interface Framing {
  /// Why a response ends with which the provider or the model refused to answer.
  String REFUSED = "refused";

  /// The request goes as it is, and every answer is taken.
  Framing NONE = new AsItIs();

  /// `request` as this deployment is asked it.
  Framed frame(ModelRequest request);

  /// Digest of all that the use case says, to all of its candidates; `""` where it says nothing.
  /// Runs are comparable only where it is the same.
  String bundleDigest();

  /// Digest of what it says to this deployment; `""` where it says nothing.
  String promptDigest();

  /// One request within its use case.
  interface Framed {
    /// What is asked first.
    ModelRequest request();

    /// What is asked once more, after an answer that does not fit; empty where it fits.
    Optional<ModelRequest> again(Response answer);
  }

  /// A use case that says nothing.
  final class AsItIs implements Framing {
    private AsItIs() {}

    @Override
    public Framed frame(ModelRequest request) {
      return new Untouched(request);
    }

    @Override
    public String bundleDigest() {
      return "";
    }

    @Override
    public String promptDigest() {
      return "";
    }
  }

  /// A request that goes as it came.
  record Untouched(ModelRequest request) implements Framed {
    @Override
    public Optional<ModelRequest> again(Response answer) {
      return Optional.empty();
    }
  }
}
