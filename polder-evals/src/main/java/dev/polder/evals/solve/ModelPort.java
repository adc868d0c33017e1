package dev.polder.evals.solve;

import dev.polder.model.openai.ModelRequest;

/// One deployment that can be asked. Any thread may call; each call blocks until it is answered.
@FunctionalInterface
public interface ModelPort {
  /// Sends `request` once, without trying again.
  ///
  /// @throws InterruptedException when the caller is interrupted; the request is then cancelled
  Reply ask(ModelRequest request) throws InterruptedException;
}
