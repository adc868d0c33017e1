package dev.polder.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Traits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A deployment's way out and back, by a clock that the test moves.
final class HealthTest {
  private static final HealthPolicy POLICY =
      new HealthPolicy(
          4, 0.5, Duration.ofSeconds(10), Duration.ofSeconds(60), 3, Duration.ofSeconds(100));

  private final AtomicLong now = new AtomicLong(1_000_000_000L);
  private final List<String> changes = new ArrayList<>();
  private final Health health =
      new Health(
          POLICY,
          now::get,
          new Random(7),
          (name, before, after) -> changes.add(before.label() + " -> " + after.label()));
  private final Deployment deployment = deployment(Traits.Failback.AUTOMATIC, OptionalInt.empty());

  private static Deployment deployment(Traits.Failback failback, OptionalInt concurrency) {
    Provider provider = new Provider("acme", Preset.VLLM, Optional::empty, Optional.empty());
    Traits traits = new Traits("", 1, concurrency, OptionalInt.empty(), true, failback);
    return new Deployment("large", provider, "m", new Jurisdiction("NL", "NL", "NL"), traits);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Lease begin() {
    return health.begin(deployment).orElseThrow();
  }

  private void eject() {
    for (int i = 0; i < POLICY.failures(); i++) {
      begin().broke();
    }
  }

  /// To the moment at which the rest is over, however chance shortened it.
  private Duration restOut(Deployment of) {
    Standing.Resting resting = (Standing.Resting) health.standing(of);
    pass(resting.left());
    return resting.left();
  }

  @Test
  void failuresInARowEject() {
    // Given
    for (int i = 0; i < POLICY.failures() - 1; i++) {
      begin().broke();
    }
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);

    // When
    begin().broke();

    // Then
    assertThat(health.standing(deployment)).isInstanceOf(Standing.Resting.class);
  }

  @Test
  void anAnswerInBetweenKeepsItIn() {
    for (int i = 0; i < 12; i++) {
      begin().broke();
      begin().broke();
      begin().broke();
      for (int j = 0; j < 5; j++) {
        begin().answered();
      }
    }
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
  }

  @Test
  void aShareOfFailuresEjectsToo() {
    // Given: every second attempt fails, never many in a row, and few calls say little
    for (int i = 0; i < 9; i++) {
      begin().answered();
      begin().broke();
    }
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);

    // When
    begin().answered();
    begin().broke();

    // Then
    assertThat(health.standing(deployment)).isInstanceOf(Standing.Resting.class);
  }

  @Test
  void failuresOfLongAgoDoNotCountInTheShare() {
    for (int i = 0; i < 30; i++) {
      begin().answered();
      begin().broke();
      pass(Duration.ofSeconds(4)); // at most eight pairs in a window
    }
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
  }

  @Test
  void afterItsRestOneAttemptAtATimeIsATrial() {
    // Given
    eject();
    restOut(deployment);

    // When
    Lease trial = begin();

    // Then
    assertThat(health.standing(deployment)).isEqualTo(Standing.FULL);
    assertThat(health.begin(deployment)).isEmpty();
    trial.answered();
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
  }

  @Test
  void aFailedTrialDoublesTheRestUpToABound() {
    // Given
    eject();
    Duration before = Duration.ZERO;

    for (int times = 1; times < 8; times++) {
      // When
      Duration rest = restOut(deployment);

      // Then: between half of the doubled rest and all of it
      long bound = Math.min(60_000, 10_000L << (times - 1));
      assertThat(rest.toMillis()).isBetween(bound / 2, bound);
      before = before.plus(rest);
      begin().broke();
    }
    assertThat(before).isLessThan(Duration.ofMinutes(7));
  }

  @Test
  void whatWasBegunBeforeTheEjectionSaysNothingAboutTheTrial() {
    // Given
    Lease old = begin();
    eject();
    restOut(deployment);
    Lease trial = begin();

    // When
    old.answered();

    // Then
    assertThat(health.standing(deployment)).isEqualTo(Standing.FULL);
    trial.unjudged();
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
  }

  private void succeedOnTrial() {
    eject();
    restOut(deployment);
    for (int i = 0; i < POLICY.successes(); i++) {
      begin().answered();
    }
  }

  @Test
  void itReturnsInAShareThatGrows() {
    // Given
    succeedOnTrial();

    // Then
    assertThat(health.standing(deployment)).isEqualTo(new Standing.Ready(0.1));
    pass(Duration.ofSeconds(50));
    assertThat(health.standing(deployment)).isEqualTo(new Standing.Ready(0.55));
    pass(Duration.ofSeconds(50));
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
    begin().answered();
    assertThat(changes)
        .containsExactly(
            "well -> ejected", "ejected -> on trial", "on trial -> returning", "returning -> well");
  }

  @Test
  void whileItReturnsFewerFailuresEjectItAndItRestsLonger() {
    // Given
    succeedOnTrial();

    // When: half as many failures as from well
    begin().broke();
    assertThat(health.standing(deployment)).isInstanceOf(Standing.Ready.class);
    begin().broke();

    // Then
    assertThat(restOut(deployment)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  @Test
  void byHandItWaitsForAPerson() {
    // Given
    Deployment byHand = deployment(Traits.Failback.BY_HAND, OptionalInt.empty());
    eject();
    restOut(byHand);
    assertThat(health.standing(byHand)).isEqualTo(Standing.HELD);

    // When
    health.letReturn(byHand);

    // Then
    assertThat(health.standing(byHand)).isEqualTo(new Standing.Ready(0.1));
  }

  @Test
  void whereNobodyElseCanAHeldDeploymentStillServes() {
    // Given
    Deployment byHand = deployment(Traits.Failback.BY_HAND, OptionalInt.empty());
    eject();
    restOut(byHand);

    // When
    health.begin(byHand).orElseThrow().answered();

    // Then
    assertThat(health.standing(byHand)).isEqualTo(Standing.HELD);
  }

  @Test
  void restsAsItIsTold() {
    // When
    begin().busy(Optional.of(Duration.ofSeconds(7)));

    // Then
    assertThat(health.standing(deployment))
        .isEqualTo(new Standing.Resting(Duration.ofSeconds(7), "busy", true));
    pass(Duration.ofSeconds(7));
    assertThat(health.standing(deployment)).isEqualTo(Standing.READY);
  }

  @Test
  void aShorterWordDoesNotEndALongerRest() {
    Lease one = begin();
    Lease other = begin();
    one.busy(Optional.of(Duration.ofSeconds(7)));
    other.busy(Optional.of(Duration.ofSeconds(2)));
    assertThat(health.standing(deployment))
        .isEqualTo(new Standing.Resting(Duration.ofSeconds(7), "busy", true));
  }

  @Test
  void untoldRestsDoubleWhileItStaysBusy() {
    for (int times = 0; times < 5; times++) {
      begin().busy(Optional.empty());
      assertThat(restOut(deployment).toMillis()).isBetween(500L << times, 1000L << times);
    }
    begin().answered();
    begin().busy(Optional.empty());
    assertThat(restOut(deployment)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void neverHasMoreUnderWayThanItMay(int most) throws Exception {
    // Given
    Deployment capped = deployment(Traits.Failback.AUTOMATIC, OptionalInt.of(most));
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger worst = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();

    // When: many threads try at once
    Callable<Integer> hammer =
        () -> {
          for (int j = 0; j < 5_000; j++) {
            Optional<Lease> lease = health.begin(capped);
            if (lease.isPresent()) {
              worst.accumulateAndGet(underWay.incrementAndGet(), Math::max);
              begun.incrementAndGet();
              underWay.decrementAndGet();
              lease.get().answered();
            }
          }
          return 0;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> done : threads.invokeAll(Collections.nCopies(4, hammer))) {
        done.get();
      }
    }

    // Then
    assertThat(worst.get()).isBetween(1, most);
    assertThat(begun.get()).isPositive();
    assertThat(health.underWay(capped)).isZero();
  }

  @Test
  void whoWaitsForRoomIsWokenOnce() throws Exception {
    // Given
    Deployment capped = deployment(Traits.Failback.AUTOMATIC, OptionalInt.of(1));
    Lease lease = health.begin(capped).orElseThrow();
    AtomicInteger gaveUp = new AtomicInteger();
    CountDownLatch woken = new CountDownLatch(1);
    health.await(List.of(capped), gaveUp::incrementAndGet).giveUp();
    health.await(List.of(capped), woken::countDown);

    // When
    lease.answered();

    // Then
    assertThat(woken.await(1, TimeUnit.SECONDS)).isTrue();
    assertThat(gaveUp).hasValue(0);
  }

  @Test
  void roomThatCameBetweenLookingAndWaitingIsNotMissed() {
    // Given: another loop's attempt ends after this one has looked
    Deployment capped = deployment(Traits.Failback.AUTOMATIC, OptionalInt.of(1));
    Lease lease = health.begin(capped).orElseThrow();
    assertThat(health.standing(capped)).isEqualTo(Standing.FULL);
    lease.answered();
    AtomicInteger woken = new AtomicInteger();

    // When
    health.await(List.of(capped), woken::incrementAndGet);

    // Then
    assertThat(woken).hasValue(1);
  }

  @Test
  void roomThatTheFirstWaiterDoesNotTakeIsPassedOn() {
    // Given: the first is woken, but its client has left meanwhile
    Deployment capped = deployment(Traits.Failback.AUTOMATIC, OptionalInt.of(1));
    Lease lease = health.begin(capped).orElseThrow();
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    health.await(List.of(capped), first::incrementAndGet);
    health.await(List.of(capped), second::incrementAndGet);
    lease.answered();
    assertThat(first).hasValue(1);
    assertThat(second).hasValue(0);

    // When
    health.passOn(List.of(capped));

    // Then
    assertThat(second).hasValue(1);
  }

  @Test
  void roomThatIsTakenIsNotPassedOn() {
    Deployment capped = deployment(Traits.Failback.AUTOMATIC, OptionalInt.of(1));
    assertThat(health.begin(capped)).isPresent();
    AtomicInteger woken = new AtomicInteger();
    health.await(List.of(capped), woken::incrementAndGet);

    health.passOn(List.of(capped));

    assertThat(woken).hasValue(0);
  }

  @Test
  void whoHasGivenUpDoesNotStayInTheQueue() {
    // Given: one attempt is under way for hours
    Vitals vitals = new Vitals(health, "large");

    // When
    for (int i = 0; i < 10_000; i++) {
      Waiter waiter = new Waiter(() -> {});
      vitals.await(waiter);
      waiter.giveUp();
    }

    // Then
    assertThat(vitals.waiting()).isLessThan(2_000);
  }

  @Test
  void aLeaseIsGivenBackOnce() {
    Lease lease = begin();
    lease.answered();
    lease.broke();
    lease.unjudged();
    assertThat(health.underWay(deployment)).isZero();
  }

  @Test
  void afterARestrictionItReturnsTheWayItsOperatorWants() {
    health.restore(deployment);
    assertThat(health.standing(deployment)).isEqualTo(new Standing.Ready(0.1));
    Deployment byHand = deployment(Traits.Failback.BY_HAND, OptionalInt.empty());
    health.restore(byHand);
    assertThat(health.standing(byHand)).isEqualTo(Standing.HELD);
  }
}
