package dev.polder.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.http.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys take turns, and those that are not taken stand aside.
final class CredentialsTest {
  private static final Secret A = new Secret("secret-a");
  private static final Secret B = new Secret("secret-b");
  private static final Secret C = new Secret("secret-c");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Secret> picks(Credentials credentials, int count, long now) {
    List<Secret> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picked.add(credentials.pick(now));
    }
    return picked;
  }

  @Test
  void takeTurns() {
    assertThat(picks(Credentials.of(A, B, C), 6, 0)).containsExactly(A, B, C, A, B, C);
  }

  @Test
  void noneIsNoneAndNeverUsedUp() {
    assertThat(Credentials.NONE.pick(0)).isEqualTo(Secret.NONE);
    assertThat(Credentials.NONE.anyLeft(0)).isTrue();
    assertThat(Credentials.NONE.setAside(Secret.NONE, 0, MINUTE)).isFalse();
    assertThat(Credentials.of(Secret.NONE).count()).isZero();
  }

  @Test
  void whatIsGivenTwiceCountsOnce() {
    assertThat(Credentials.of(A, B, A).count()).isEqualTo(2);
  }

  @Test
  void oneThatIsSetAsideIsLeftOut() {
    // Given
    Credentials credentials = Credentials.of(A, B, C);

    // When
    boolean another = credentials.setAside(B, 0, MINUTE);

    // Then
    assertThat(another).isTrue();
    assertThat(picks(credentials, 10, 1)).doesNotContain(B).contains(A, C);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -60_000_000_000L, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void oneThatIsSetAsideComesBackWheneverTheClockBegan(long start) {
    // Given
    Credentials credentials = Credentials.of(A, B);
    credentials.setAside(A, start, MINUTE);

    // Then
    assertThat(picks(credentials, 4, start + MINUTE.toNanos() - 1)).doesNotContain(A);
    assertThat(picks(credentials, 4, start + MINUTE.toNanos() + 1)).contains(A);
  }

  @Test
  void theLastOneLeavesNone() {
    Credentials credentials = Credentials.of(A, B);

    assertThat(credentials.setAside(A, 0, MINUTE)).isTrue();
    assertThat(credentials.setAside(B, 0, MINUTE)).isFalse();
    assertThat(credentials.anyLeft(0)).isFalse();
    assertThat(credentials.anyLeft(MINUTE.toNanos() + 1)).isTrue();
  }

  @Test
  void whenAllAreSetAsideTheOneThatIsBackFirstIsPicked() {
    // Given
    Credentials credentials = Credentials.of(A, B, C);
    credentials.setAside(A, 0, Duration.ofSeconds(30));
    credentials.setAside(B, 0, Duration.ofSeconds(10));
    credentials.setAside(C, 0, Duration.ofSeconds(20));

    // Then
    assertThat(picks(credentials, 3, 1)).containsExactly(B, B, B);
  }

  @Test
  void aShorterRestDoesNotEndALongerOne() {
    // Given
    Credentials credentials = Credentials.of(A, B);
    credentials.setAside(A, 0, MINUTE);

    // When
    credentials.setAside(A, 1, Duration.ZERO);

    // Then
    assertThat(picks(credentials, 4, 2)).doesNotContain(A);
  }

  @Test
  void aRestBeyondAllMeasureIsBounded() {
    Credentials credentials = Credentials.of(A, B);

    credentials.setAside(A, 0, Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(picks(credentials, 4, Duration.ofDays(364).toNanos())).doesNotContain(A);
  }

  @Test
  void oneThatIsRestoredIsTakenAtOnce() {
    // Given
    Credentials credentials = Credentials.of(A, B);
    credentials.setAside(A, 0, MINUTE);

    // When
    credentials.restore(A);
    credentials.restore(new Secret("a stranger"));

    // Then
    assertThat(picks(credentials, 4, 1)).contains(A);
  }

  @Test
  void threadsShareTheTurns() throws Exception {
    // Given
    Credentials credentials = Credentials.of(A, B);
    Map<Secret, AtomicInteger> counts = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();

    // When
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int each = 0; each < 1000; each++) {
                  counts
                      .computeIfAbsent(credentials.pick(0), secret -> new AtomicInteger())
                      .incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    // Then
    assertThat(counts.get(A)).hasValue(4000);
    assertThat(counts.get(B)).hasValue(4000);
  }

  @Test
  void hideThemselvesAndAreNeverPrinted() {
    Credentials credentials = Credentials.of(A, B);

    assertThat(credentials.hideIn(Bytes.utf8("secret-a and secret-b")).utf8())
        .isEqualTo("*** and ***");
    assertThat(credentials.toString()).doesNotContain("secret-");
  }
}
