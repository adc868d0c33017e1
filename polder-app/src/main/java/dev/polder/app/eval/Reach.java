package dev.polder.app.eval;

import dev.polder.app.config.Configuration;
import dev.polder.model.Deployment;
import java.io.IOException;
import java.util.Collection;

/// The deployments that an evaluation may ask, ready to be asked.
public interface Reach extends AutoCloseable {
  /// One of those that were named.
  ///
  /// @throws IllegalArgumentException for any other
  Deployment deployment(String name);

  /// Lets go of what was started for the evaluation alone.
  @Override
  void close();

  /// Makes deployments ready.
  @FunctionalInterface
  interface Maker {
    /// Returns when `names` can be asked.
    ///
    /// @param names of deployments in `configuration`
    /// @throws IOException when one cannot; the message says which, and nothing is left running
    Reach make(Configuration configuration, Collection<String> names)
        throws IOException, InterruptedException;
  }
}
