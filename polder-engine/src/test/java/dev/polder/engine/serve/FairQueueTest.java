package dev.polder.engine.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  @Test
  void letsClientsTakeTurns() throws InterruptedException {
    // Given
    FairQueue<String> queue = new FairQueue<>(100);
    for (int i = 1; i <= 50; i++) {
      queue.offer("many", "many " + i);
    }
    queue.offer("one", "one 1");

    // When
    List<String> order = taken(queue, 4);

    // Then
    assertThat(order).containsExactly("many 1", "one 1", "many 2", "many 3");
  }

  @Test
  void refusesAJobWhenFull() {
    // Given
    FairQueue<String> queue = new FairQueue<>(2);
    queue.offer("a", "a 1");
    queue.offer("b", "b 1");

    // When
    Optional<String> refused = queue.offer("a", "a 2");

    // Then
    assertThat(refused).contains("a 2");
  }

  @Test
  void makesRoomForANewcomerAtTheCostOfTheClientWithTheMost() throws InterruptedException {
    // Given
    FairQueue<String> queue = new FairQueue<>(3);
    queue.offer("many", "many 1");
    queue.offer("many", "many 2");
    queue.offer("many", "many 3");

    // When
    Optional<String> refused = queue.offer("one", "one 1");

    // Then
    assertThat(refused).contains("many 3");
    assertThat(taken(queue, 3)).containsExactly("many 1", "one 1", "many 2");
  }

  @Test
  void keepsNothingWhenNoneMayWait() {
    // Given
    FairQueue<String> queue = new FairQueue<>(0);

    // When
    Optional<String> refused = queue.offer("a", "a 1");

    // Then
    assertThat(refused).contains("a 1");
  }

  @Test
  void forgetsAJobWhoseClientHasLeft() throws InterruptedException {
    // Given
    FairQueue<String> queue = new FairQueue<>(2);
    queue.offer("a", "a 1");
    queue.offer("b", "b 1");

    // When
    queue.remove("a", "a 1");

    // Then
    assertThat(queue.offer("c", "c 1")).isEmpty();
    assertThat(taken(queue, 2)).containsExactly("b 1", "c 1");
  }

  private static List<String> taken(FairQueue<String> queue, int count)
      throws InterruptedException {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(queue.take());
    }
    return taken;
  }
}
