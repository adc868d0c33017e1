package dev.polder.gateway.restriction;

import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.util.function.Consumer;

/// Asks a deployment something small of Polder's own, to find out whether it may be used.
public interface AccessProbe {
  /// Asks once. Any thread; does not block.
  ///
  /// @param judged is told exactly once, from any thread, within a time that the probe bounds
  void ask(Deployment deployment, Operation operation, Consumer<Judgement> judged);
}
