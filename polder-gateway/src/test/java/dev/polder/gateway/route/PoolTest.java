package dev.polder.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Traits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who of a pool is asked first.
final class PoolTest {
  private final Random random = new Random(11);
  private final Health health =
      new Health(HealthPolicy.USUAL, System::nanoTime, random, (name, before, after) -> {});
  private final List<Deployment> four =
      IntStream.range(0, 4).mapToObj(i -> deployment("d" + i, 1)).toList();

  private static Deployment deployment(String name, int weight) {
    Provider provider = new Provider("acme", Preset.VLLM, Optional::empty, Optional.empty());
    Traits traits =
        new Traits(
            "", weight, OptionalInt.empty(), OptionalInt.empty(), true, Traits.Failback.AUTOMATIC);
    return new Deployment(name, provider, "m", new Jurisdiction("NL", "NL", "NL"), traits);
  }

  private Deployment first(List<Deployment> pool, long prefix, boolean sticky) {
    return Pool.inOrder(pool, health, () -> prefix, sticky, random.nextLong() >>> 1).getFirst();
  }

  private void load(Deployment deployment, int attempts) {
    for (int i = 0; i < attempts; i++) {
      assertThat(health.begin(deployment)).isPresent();
    }
  }

  @Test
  void theLeastOutstandingWorkComesFirst() {
    // Given
    load(four.get(0), 3);
    load(four.get(1), 1);
    load(four.get(2), 2);
    load(four.get(3), 4);

    // Then
    assertThat(Pool.inOrder(four, health, () -> 0, false, 0))
        .extracting(Deployment::name)
        .containsExactly("d1", "d2", "d0", "d3");
  }

  @Test
  void equalsAreAskedInTurn() {
    Map<String, Integer> asked = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      asked.merge(first(four, 0, false).name(), 1, Integer::sum);
    }
    assertThat(asked.values()).hasSize(4).allMatch(times -> times > 800 && times < 1_200);
  }

  @Test
  void aHeavierDeploymentCarriesMore() {
    // Given
    List<Deployment> pool = List.of(deployment("one", 1), deployment("three", 3));

    // When
    for (int i = 0; i < 400; i++) {
      load(first(pool, 0, false), 1);
    }

    // Then
    assertThat(health.underWay(pool.get(0))).isBetween(99, 101);
    assertThat(health.underWay(pool.get(1))).isBetween(299, 301);
  }

  @Test
  void promptsThatBeginAlikeStickTogether() {
    for (long prefix = 0; prefix < 100; prefix++) {
      Deployment once = first(four, prefix, true);
      assertThat(first(four, prefix, true)).isEqualTo(once);
    }
  }

  @Test
  void differentPromptsSpreadOverThePool() {
    Map<String, Integer> asked = new HashMap<>();
    for (long prefix = 0; prefix < 4_000; prefix++) {
      asked.merge(first(four, prefix, true).name(), 1, Integer::sum);
    }
    assertThat(asked.values()).hasSize(4).allMatch(times -> times > 850 && times < 1_150);
  }

  @Test
  void onePromptDoesNotCrowdOneDeployment() {
    // When: 400 calls with one and the same beginning
    for (int i = 0; i < 400; i++) {
      load(first(four, 42, true), 1);
    }

    // Then: nobody has more than a quarter over the mean
    assertThat(four).allMatch(deployment -> health.underWay(deployment) <= 126);
  }

  @Test
  void whenOneGoesOnlyItsOwnPromptsMove() {
    List<Deployment> three = four.subList(0, 3);
    for (long prefix = 0; prefix < 1_000; prefix++) {
      Deployment before = first(four, prefix, true);
      if (!before.equals(four.get(3))) {
        assertThat(first(three, prefix, true)).isEqualTo(before);
      }
    }
  }
}
