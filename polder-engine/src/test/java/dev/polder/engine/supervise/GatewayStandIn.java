package dev.polder.engine.supervise;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;

/// Stands for the gateway, to be killed: supervises an embedded model and an external command,
/// whose command line its arguments are, and prints `engine NAME PID` when one is ready and what
/// they print.
final class GatewayStandIn {
  private GatewayStandIn() {}

  public static void main(String[] arguments) throws InterruptedException {
    var supervisor =
        new EngineSupervisor(
            StandIns.BRISK,
            InstantSource.system(),
            ThreadLocalRandom.current(),
            (engine, line) -> System.out.println(line),
            EngineStandIn.class.getName());
    List<EngineSpecification> both =
        List.of(
            EngineSpecification.EmbeddedModel.of("embedded", Path.of(".")),
            EngineSpecification.ExternalCommand.of("external", Arrays.asList(arguments))
                .withStartLimit(Duration.ofMinutes(1)));
    both.stream()
        .map(supervisor::start)
        .forEach(engine -> engine.onChange(state -> tell(engine, state)));
    new CountDownLatch(1).await();
  }

  private static void tell(Engine engine, EngineState state) {
    if (state instanceof EngineState.Ready(var _, long pid)) {
      System.out.println("engine " + engine.name() + " " + pid);
    }
  }
}
