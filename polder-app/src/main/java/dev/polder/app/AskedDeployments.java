package dev.polder.app;

import dev.polder.app.config.Configuration;
import dev.polder.app.eval.Reach;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineException;
import dev.polder.engine.supervise.EngineLog;
import dev.polder.engine.supervise.EngineSupervisor;
import dev.polder.model.Deployment;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Deployments that are asked without a gateway, and the engines that they need, started for them
/// alone.
///
/// An evaluation must hear the deployment that it names and no other. A running gateway would fail
/// over, hold calls back and mind restrictions; so it is left out, and what it runs is not touched.
public final class AskedDeployments implements Reach {
  private static final Duration ENGINE_LIMIT = Duration.ofMinutes(5);

  private final Fleet fleet;
  private final EngineSupervisor supervisor;

  private AskedDeployments(Fleet fleet, EngineSupervisor supervisor) {
    this.fleet = fleet;
    this.supervisor = supervisor;
  }

  /// Starts the engines of `names` and returns when they are ready.
  ///
  /// @param names of deployments in `configuration`
  /// @param environment where proxies are looked up
  /// @throws IOException when a file cannot be used or an engine does not become ready; the message
  ///   says which, and nothing is left running
  public static AskedDeployments start(
      Configuration configuration,
      Collection<String> names,
      Map<String, String> environment,
      EngineLog log)
      throws IOException, InterruptedException {
    EngineSupervisor supervisor =
        new EngineSupervisor(
            EngineSupervisor.Policy.standard(), InstantSource.system(), new SecureRandom(), log);
    try (Undo undo = new Undo(supervisor::close)) {
      Fleet fleet =
          Fleet.of(configuration.only(names), Optional.empty(), environment, supervisor::start);
      for (Map.Entry<String, Engine> engine : fleet.engines().entrySet()) {
        await(engine.getKey(), engine.getValue());
      }
      undo.forget();
      return new AskedDeployments(fleet, supervisor);
    }
  }

  private static void await(String name, Engine engine) throws IOException, InterruptedException {
    try {
      engine.ready().toCompletableFuture().get(ENGINE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      String reason =
          cause instanceof EngineException engineFailed
              ? engineFailed.getMessage()
              : String.valueOf(cause);
      throw new IOException(
          "The engine of provider '%s' does not start: %s".formatted(name, reason), failed);
    } catch (TimeoutException late) {
      throw new IOException(
          "The engine of provider '%s' is not ready after %d minutes. See what it prints."
              .formatted(name, ENGINE_LIMIT.toMinutes()),
          late);
    }
  }

  @Override
  public Deployment deployment(String name) {
    return fleet
        .find(name)
        .orElseThrow(() -> new IllegalArgumentException("'" + name + "' was not asked for"));
  }

  /// Stops the engines.
  @Override
  public void close() {
    supervisor.close();
  }
}
