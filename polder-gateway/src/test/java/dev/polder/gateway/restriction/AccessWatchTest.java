package dev.polder.gateway.restriction;

import static dev.polder.gateway.restriction.Some.ACME_LARGE;
import static dev.polder.gateway.restriction.Some.ACME_SMALL;
import static dev.polder.gateway.restriction.Some.OWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.ManualTime;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import dev.polder.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When probes are sent and what follows from their answers, on a clock that the test sets.
final class AccessWatchTest {
  private static final Judgement LOST = new Judgement.Lost("403 access_withdrawn");
  private static final Judgement ACCESS = new Judgement.Access(Optional.of(new Usage(5, 1)));
  private static final Judgement UNCLEAR = new Judgement.Unclear("500");

  private final ManualTime time = new ManualTime();
  private final Restrictions restrictions = new Restrictions(time);
  private final List<RestrictionEvent> events = new ArrayList<>();
  private final Asked probe = new Asked();
  private final AccessWatch watch = watch();

  private AccessWatch watch() {
    return new AccessWatch(restrictions, AccessWatch.Policy.USUAL, time, time, new Random(7));
  }

  /// Remembers what was asked, until the test answers.
  private static final class Asked implements AccessProbe {
    private record Question(
        Deployment deployment, Operation operation, Consumer<Judgement> judged) {}

    private final List<Question> waiting = new ArrayList<>();
    private int asked;

    @Override
    public void ask(Deployment deployment, Operation operation, Consumer<Judgement> judged) {
      asked++;
      waiting.add(new Question(deployment, operation, judged));
    }
  }

  @BeforeEach
  void begin() {
    restrictions.onEvent(events::add);
    watch.begin(probe, List.of(ACME_LARGE, ACME_SMALL, OWN), () -> {});
  }

  private void answer(Judgement judgement) {
    assertThat(probe.waiting).hasSize(1);
    probe.waiting.removeFirst().judged().accept(judgement);
    watch.tick();
  }

  private void pass(Duration span) {
    time.pass(span);
    watch.tick();
  }

  private void loseAcmeLarge() {
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();
    answer(LOST);
    pass(AccessWatch.Policy.USUAL.pause());
    answer(LOST);
  }

  @Test
  void twoRefusedProbesInARowRestrictThatOneDeployment() {
    // When
    loseAcmeLarge();

    // Then
    Restriction restriction = restrictions.cutting(ACME_LARGE).orElseThrow();
    assertThat(restriction.selector()).hasToString("deployment:acme-large");
    assertThat(restriction.origin()).isEqualTo(Restriction.Origin.DETECTED);
    assertThat(restriction.reason()).isEqualTo("access lost: 403 access_withdrawn");
    assertThat(restriction.by()).isEqualTo("polder");
    assertThat(restrictions.cutting(ACME_SMALL)).isEmpty();
    assertThat(events).singleElement().isInstanceOf(RestrictionEvent.AccessLost.class);
  }

  @Test
  void oneRefusalAloneRestrictsNothing() {
    // Given
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();
    answer(LOST);
    assertThat(restrictions.all()).isEmpty();

    // When
    pass(AccessWatch.Policy.USUAL.pause());
    answer(ACCESS);

    // Then
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void aProbeThatIsBrokenRestrictsNothing() {
    // When
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();
    answer(UNCLEAR);

    // Then
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void callersWhoAreRefusedAgainAndAgainCannotMakePolderHammer() {
    // Given
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();
    for (int i = 0; i < 1000; i++) {
      watch.suspect(ACME_LARGE, Operation.CHAT);
      watch.tick();
    }
    assertThat(probe.asked).isEqualTo(1);
    answer(ACCESS);

    // When
    for (int i = 0; i < 60; i++) {
      watch.suspect(ACME_LARGE, Operation.CHAT);
      pass(Duration.ofSeconds(1));
      if (!probe.waiting.isEmpty()) {
        answer(ACCESS);
      }
    }

    // Then
    assertThat(probe.asked).isBetween(6, 7);
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void aSuspicionAgainstOneIsNoneAgainstItsProvidersOthers() {
    // When
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();

    // Then
    assertThat(probe.waiting).hasSize(1);
    assertThat(probe.waiting.getFirst().deployment()).isEqualTo(ACME_LARGE);
  }

  @Test
  void theProbeAsksWhatTheCallAsked() {
    // When
    watch.suspect(ACME_LARGE, Operation.EMBEDDINGS);
    watch.tick();

    // Then
    assertThat(probe.waiting.getFirst().operation()).isEqualTo(Operation.EMBEDDINGS);
  }

  @Test
  void returnsAreProbedForWithPausesThatDoubleUpToTheirBound() {
    // Given
    loseAcmeLarge();
    List<Long> pauses = new ArrayList<>();

    // When
    long since = time.getAsLong();
    while (pauses.size() < 8) {
      pass(Duration.ofMillis(250));
      if (!probe.waiting.isEmpty()) {
        pauses.add(Duration.ofNanos(time.getAsLong() - since).toSeconds());
        since = time.getAsLong();
        answer(pauses.size() % 2 == 0 ? UNCLEAR : LOST);
      }
    }

    // Then
    long[] expected = {30, 60, 120, 240, 480, 900, 900, 900};
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) pauses.get(i))
          .as("pause %d of %s", i, pauses)
          .isBetween(expected[i] * 0.79, expected[i] * 1.21);
    }
    assertThat(restrictions.cutting(ACME_LARGE)).isPresent();
  }

  @Test
  void whenAccessReturnsTheRestrictionIsLifted() {
    // Given
    loseAcmeLarge();

    // When
    pass(Duration.ofMinutes(1));
    answer(ACCESS);

    // Then
    assertThat(restrictions.all()).isEmpty();
    assertThat(events).last().isInstanceOf(RestrictionEvent.AccessReturned.class);
  }

  @Test
  void liftedByHandItIsWatchedOn() {
    // Given
    loseAcmeLarge();
    restrictions.lift(restrictions.all().getFirst().id(), "anna");
    watch.tick();

    // When
    loseAcmeLarge();

    // Then
    assertThat(restrictions.cutting(ACME_LARGE)).isPresent();
    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("AccessLost", "Lifted", "AccessLost");
  }

  @Test
  void afterARestartADetectedOneIsProbedSoonAndByItsOwnOperation() {
    // Given
    watch.suspect(ACME_LARGE, Operation.EMBEDDINGS);
    watch.tick();
    answer(LOST);
    pass(AccessWatch.Policy.USUAL.pause());
    answer(LOST);
    AccessWatch restarted = watch();
    Asked fresh = new Asked();

    // When
    restarted.begin(fresh, List.of(ACME_LARGE, OWN), () -> {});
    time.pass(Duration.ofSeconds(5));
    restarted.tick();

    // Then
    assertThat(fresh.waiting).hasSize(1);
    assertThat(fresh.waiting.getFirst().operation()).isEqualTo(Operation.EMBEDDINGS);
    fresh.waiting.removeFirst().judged().accept(ACCESS);
    restarted.tick();
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void whomAPersonHasCutIsNotProbedEither() {
    // Given
    loseAcmeLarge();
    restrictions.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // When
    pass(Duration.ofHours(1));

    // Then
    assertThat(probe.waiting).isEmpty();
    restrictions.lift("r-1", "anna");
    watch.tick();
    assertThat(probe.waiting).hasSize(1);
  }

  @Test
  void aChangedConfigurationIsProbedSoonForItMayHoldAnotherKey() {
    // Given: the pauses between probes have grown long
    loseAcmeLarge();
    for (int i = 0; i < 6; i++) {
      pass(Duration.ofHours(1));
      answer(LOST);
    }

    // When
    watch.configured(List.of(ACME_LARGE, OWN));
    pass(Duration.ofSeconds(5));

    // Then
    assertThat(probe.waiting).hasSize(1);
  }

  @Test
  void aDeploymentThatLeavesTheConfigurationLosesItsDetectedRestrictionOnly() {
    // Given
    loseAcmeLarge();
    restrictions.declare(Some.cut("r-1", "deployment:acme-large", time.instant()));

    // When
    watch.configured(List.of(OWN));

    // Then
    assertThat(restrictions.all()).extracting(Restriction::id).containsExactly("r-1");
    pass(Duration.ofHours(1));
    assertThat(probe.waiting).isEmpty();
  }

  @Test
  void suspicionsFromBeforeItBeganAreFollowedUp() {
    // Given
    AccessWatch early = watch();
    early.suspect(ACME_SMALL, Operation.CHAT);
    early.tick();
    assertThat(probe.waiting).isEmpty();

    // When
    early.begin(probe, List.of(ACME_SMALL), () -> {});
    early.tick();

    // Then
    assertThat(probe.waiting).hasSize(1);
  }

  @Test
  void whatProbesUseIsCounted() {
    // When
    watch.suspect(ACME_LARGE, Operation.CHAT);
    watch.tick();
    answer(ACCESS);

    // Then
    assertThat(watch.use())
        .containsOnlyKeys("acme-large")
        .containsEntry("acme-large", new AccessWatch.ProbeUse(1, 5, 1));
  }
}
