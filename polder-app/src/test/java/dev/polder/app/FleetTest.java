package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineState;
import dev.polder.engine.supervise.EngineSupervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What a configuration becomes, and what is left where it cannot become anything.
final class FleetTest {
  private static final Map<String, String> UNUSABLE_PROXY = Map.of("HTTPS_PROXY", "ftp://nowhere");

  private static Configuration configuration() {
    ReadResult read =
        PolderFile.read(
            """
            organisation: Test
            providers:
              own: {preset: vllm, engine: {command: [sleep, "600"]}}
              zeta: {base-url: "https://zeta.invalid/v1"}
            deployments:
              own-small: {provider: own, location: NL, control: NL, maker: NL}
              zeta-large: {provider: zeta, location: NL, control: NL, maker: NL}
            use-cases:
              letters: {candidates: [own-small, zeta-large]}
            """,
            Path.of(""),
            Map.of());
    if (read instanceof ReadResult.Good good) {
      return good.configuration();
    }
    throw new AssertionError(read);
  }

  @Test
  void enginesThatWereStartedForAnUnusableConfigurationAreStopped() throws Exception {
    List<Engine> started = new ArrayList<>();
    CountDownLatch stopped = new CountDownLatch(1);
    try (EngineSupervisor supervisor =
        new EngineSupervisor(
            EngineSupervisor.Policy.standard(),
            InstantSource.system(),
            new Random(7),
            (engine, line) -> {})) {
      // When
      assertThatThrownBy(() ->
              Fleet.of(
                  configuration(),
                  Optional.empty(),
                  UNUSABLE_PROXY,
                  specification -> {
                    Engine engine = supervisor.start(specification);
                    started.add(engine);
                    return engine;
                  }))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("HTTPS_PROXY");

      // Then
      assertThat(started).hasSize(1);
      started
          .getFirst()
          .onChange(state -> {
            if (state instanceof EngineState.Stopped) {
              stopped.countDown();
            }
          });
      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
