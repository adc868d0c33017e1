package dev.polder.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.ManualTime;
import dev.polder.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rates over the last five minutes.
final class TrafficTest {
  private final ManualTime time = new ManualTime();
  private final Traffic traffic = new Traffic(time);

  private void call(int times, Duration every) {
    for (int i = 0; i < times; i++) {
      traffic.call("letters", Operation.CHAT);
      time.pass(every);
    }
  }

  private double rate() {
    return traffic.callsPerMinute("letters", Operation.CHAT);
  }

  @Test
  void anEvenRateIsItself() {
    // When
    call(600, Duration.ofSeconds(1));

    // Then
    assertThat(rate()).isBetween(59.0, 61.0);
  }

  @Test
  void inTheBeginningItCountsOverTheTimeThatThereWas() {
    // When
    call(20, Duration.ofSeconds(1));

    // Then
    assertThat(rate()).isEqualTo(60.0);
  }

  @Test
  void aBurstIsForgottenAfterFiveMinutes() {
    // Given
    call(300, Duration.ofMillis(1));
    time.pass(Duration.ofMinutes(4));
    assertThat(rate()).isGreaterThan(50);

    // When
    time.pass(Duration.ofSeconds(61));

    // Then
    assertThat(rate()).isZero();
    assertThat(traffic.operations("letters")).isEmpty();
  }

  @Test
  void kindsOfCallsAndDeploymentsAreCountedApart() {
    // When
    traffic.call("letters", Operation.CHAT);
    traffic.call("index", Operation.EMBEDDINGS);
    traffic.attempt("acme-large");

    // Then
    assertThat(traffic.operations("index")).containsExactly(Operation.EMBEDDINGS);
    assertThat(traffic.operations("letters")).containsExactly(Operation.CHAT);
    assertThat(traffic.attemptsPerMinute("acme-large")).isEqualTo(6);
    assertThat(traffic.attemptsPerMinute("own-small")).isZero();
    assertThat(traffic.callsPerMinute("unknown", Operation.CHAT)).isZero();
  }

  @Test
  void noCountIsLostAmongThreads() throws InterruptedException {
    // When
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int j = 0; j < 10_000; j++) {
                  traffic.attempt("acme-large");
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    // Then: ten seconds at least are covered.
    assertThat(traffic.attemptsPerMinute("acme-large")).isEqualTo(80_000 * 6.0);
  }
}
