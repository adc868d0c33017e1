package dev.polder.app;

import dev.polder.app.eval.Reach;
import dev.polder.model.Deployment;

/// The deployments of the fleet that runs, asked beside its calls: nothing is started for it, and
/// what is known of a credential holds for both.
record FleetReach(Fleet fleet) implements Reach {
  @Override
  public Deployment deployment(String name) {
    return fleet
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not configured"));
  }

  @Override
  public void close() {
    // It goes on serving.
  }
}
