package dev.polder.gateway.restriction;

import static dev.polder.gateway.restriction.Some.ACME_LARGE;
import static dev.polder.gateway.restriction.Some.ACME_SMALL;
import static dev.polder.gateway.restriction.Some.OWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.gateway.ManualTime;
import dev.polder.gateway.restriction.Restriction.Effect.Capped;
import dev.polder.gateway.restriction.Restriction.Effect.Cut;
import dev.polder.gateway.restriction.Restriction.Effect.Priced;
import dev.polder.model.Deployment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is in force, for whom, and until when.
final class RestrictionsTest {
  private final ManualTime time = new ManualTime();
  private final Restrictions restrictions = inMemory();

  private Restrictions inMemory() {
    try {
      return Restrictions.open(time, time, RestrictionStore.NONE);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "deployment:acme-large, true, false, false",
    "provider:acme, true, true, false",
    "model:model-of-acme-small, false, true, false",
    "tier:small, false, true, true",
    "location:DE, true, true, true",
    "control:US, true, true, false",
    "maker:FR, true, true, true",
    "control:NL, false, false, true",
  })
  void aCutMeetsExactlyWhomItsSelectorNames(
      String selector, boolean large, boolean small, boolean own) {
    // When
    restrictions.declare(Some.cut("r-1", selector, time.instant()));

    // Then
    assertThat(restrictions.cutting(ACME_LARGE).isPresent()).isEqualTo(large);
    assertThat(restrictions.cutting(ACME_SMALL).isPresent()).isEqualTo(small);
    assertThat(restrictions.cutting(OWN).isPresent()).isEqualTo(own);
  }

  @Test
  void aLiftedOneHoldsNoMoreAndCannotBeLiftedTwice() {
    // Given
    restrictions.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // When
    assertThat(restrictions.lift("r-1", "bert")).isPresent();

    // Then
    assertThat(restrictions.cutting(ACME_LARGE)).isEmpty();
    assertThat(restrictions.lift("r-1", "bert")).isEmpty();
  }

  @Test
  void ofTwoCutsTheOneThatEndsStreamsIsTold() {
    // Given
    restrictions.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // When
    restrictions.declare(Some.restriction("r-2", "control:US", new Cut(true), time.instant()));

    // Then
    assertThat(restrictions.cutting(ACME_LARGE).orElseThrow().id()).isEqualTo("r-2");
  }

  @Test
  void itEndsToTheMillisecondWithoutAnybodyTicking() {
    // Given
    restrictions.declare(
        Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofMinutes(10)));

    // When
    time.pass(Duration.ofMinutes(10).minusMillis(1));

    // Then
    assertThat(restrictions.cutting(ACME_LARGE)).isPresent();
    time.pass(Duration.ofMillis(1));
    assertThat(restrictions.cutting(ACME_LARGE)).isEmpty();
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void aClockPutBackRevivesNothing() {
    // Given
    restrictions.declare(
        Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofMinutes(10)));
    time.jump(Duration.ofHours(1));
    assertThat(restrictions.cutting(ACME_LARGE)).isEmpty();

    // When
    time.jump(Duration.ofHours(-1));

    // Then
    assertThat(restrictions.cutting(ACME_LARGE)).isEmpty();
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void itsEndIsToldByTheNextTickOnce() {
    // Given
    List<RestrictionEvent> events = new ArrayList<>();
    AtomicInteger changes = new AtomicInteger();
    restrictions.declare(
        Some.cutFor("r-1", "provider:acme", time.instant(), Duration.ofMinutes(10)));
    restrictions.onEvent(events::add);
    restrictions.onChange(changes::incrementAndGet);

    // When
    time.pass(Duration.ofMinutes(11));
    restrictions.tick();
    restrictions.tick();

    // Then
    assertThat(events).singleElement().isInstanceOf(RestrictionEvent.Ended.class);
    assertThat(changes).hasValue(1);
  }

  @Test
  void listenersFindTheChangeInForce() {
    // Given
    List<Boolean> cutThen = new ArrayList<>();
    restrictions.onChange(() -> cutThen.add(restrictions.cutting(ACME_LARGE).isPresent()));

    // When
    restrictions.declare(Some.cut("r-1", "provider:acme", time.instant()));
    restrictions.lift("r-1", "bert");

    // Then
    assertThat(cutThen).containsExactly(true, false);
  }

  @Test
  void pricesMultiply() {
    // When
    restrictions.declare(Some.restriction("r-1", "provider:acme", new Priced(3), time.instant()));
    restrictions.declare(Some.restriction("r-2", "tier:small", new Priced(1.5), time.instant()));

    // Then
    assertThat(restrictions.priceFactor(ACME_LARGE)).isEqualTo(3);
    assertThat(restrictions.priceFactor(ACME_SMALL)).isEqualTo(4.5);
    assertThat(restrictions.priceFactor(OWN)).isEqualTo(1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1/min", "2/s", "5/s", "9/min", "10/min", "30/min", "100/s", "1000/h"})
  void noStretchAsLongAsTheCapsSeesMoreThanItSays(String rate) {
    // Given
    Capped capped = Capped.parse(rate);
    restrictions.declare(Some.restriction("r-1", "provider:acme", capped, time.instant()));
    Random random = new Random(7);
    Deque<Long> lately = new ArrayDeque<>();
    int most = 0;
    int all = 0;

    // When
    Duration step = capped.per().dividedBy(capped.attempts() * 7L);
    for (int i = 0; i < capped.attempts() * 7 * 5; i++) {
      time.pass(step);
      Deployment asked = random.nextBoolean() ? ACME_LARGE : ACME_SMALL;
      // After the third period nobody asks for a while, so that a burst can gather.
      boolean asks = i < capped.attempts() * 7 * 3 || i > capped.attempts() * 7 * 4;
      if (asks && restrictions.take(asked).isZero()) {
        lately.add(time.getAsLong());
        all++;
      }
      while (!lately.isEmpty() && lately.peekFirst() <= time.getAsLong() - capped.per().toNanos()) {
        lately.removeFirst();
      }
      most = Math.max(most, lately.size());
    }

    // Then
    assertThat(most).isLessThanOrEqualTo(capped.attempts());
    assertThat(all).isGreaterThanOrEqualTo((int) (capped.attempts() * 4 * 0.85));
  }

  @Test
  void aRefusedAttemptLearnsWhenAndTakesNothingFromOtherCaps() {
    // Given
    restrictions.declare(
        Some.restriction("r-1", "provider:acme", Capped.parse("2/min"), time.instant()));
    restrictions.declare(
        Some.restriction("r-2", "control:US", Capped.parse("1/min"), time.instant()));
    assertThat(restrictions.take(ACME_LARGE)).isZero();
    time.pass(Duration.ofSeconds(30));

    // When
    Duration wait = restrictions.take(ACME_LARGE);

    // Then
    assertThat(wait).isEqualTo(Duration.ofSeconds(30));
    restrictions.lift("r-2", "bert");
    assertThat(restrictions.take(ACME_LARGE)).isZero();
    assertThat(restrictions.take(OWN)).isZero();
  }

  @Test
  void aViewShowsWhatWouldBeAndChangesNothing() {
    // Given
    restrictions.declare(Some.cut("r-1", "provider:own", time.instant()));

    // When
    Restrictions more = restrictions.with(Some.cut("r-2", "provider:acme", time.instant()));
    Restrictions less = restrictions.without("r-1");

    // Then
    assertThat(more.cutting(ACME_LARGE)).isPresent();
    assertThat(more.cutting(OWN)).isPresent();
    assertThat(less.cutting(OWN)).isEmpty();
    assertThat(restrictions.all()).extracting(Restriction::id).containsExactly("r-1");
  }

  @Test
  void whatCannotBeKeptHoldsAndIsKeptOnceThatIsPossible() throws Exception {
    // Given
    AtomicBoolean full = new AtomicBoolean(true);
    List<List<Restriction>> kept = new ArrayList<>();
    Restrictions onFullDisk =
        Restrictions.open(
            time,
            time,
            new RestrictionStore() {
              @Override
              public List<Restriction> read() {
                return List.of();
              }

              @Override
              public void write(List<Restriction> all) throws IOException {
                if (full.get()) {
                  throw new IOException("No space left on device.");
                }
                kept.add(all);
              }
            });

    // When
    Optional<String> unkept = onFullDisk.declare(Some.cut("r-1", "provider:acme", time.instant()));

    // Then
    assertThat(unkept).contains("No space left on device.");
    assertThat(onFullDisk.cutting(ACME_LARGE)).isPresent();
    full.set(false);
    onFullDisk.tick();
    onFullDisk.tick();
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst()).extracting(Restriction::id).containsExactly("r-1");
  }

  @ParameterizedTest
  @CsvSource({
    "provider:acne, 'meets no deployment. Nearest: acme, own'",
    "tier:frontiers, 'Nearest: frontier, small'",
    "control:USA, 'names no country. Write two capitals, such as NL, US or EU. There are deployments with control US, NL'",
    "control:us, names no country",
  })
  void aSlipOfThePenIsRefusedWithWhatExists(String selector, String message) {
    assertThatThrownBy(
            () -> Selector.parse(selector).requireSensible(List.of(ACME_LARGE, ACME_SMALL, OWN)))
        .hasMessageContaining(message);
  }

  @Test
  void aCountryUnderWhichNothingIsNowIsNoSlip() {
    assertThat(Selector.parse("control:CN"))
        .satisfies(china -> china.requireSensible(List.of(ACME_LARGE, OWN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "", ":acme", "provider:", "vendor:acme", "Provider:acme"})
  void whatIsNoSelectorIsRefusedWithTheForm(String text) {
    assertThatThrownBy(() -> Selector.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no selector")
        .hasMessageContaining("provider:acme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "30/",
        "/min",
        "0/min",
        "-1/min",
        "1.5/s",
        "30/fortnight",
        "9999999999/s"
      })
  void whatIsNoCapIsRefused(String text) {
    assertThatThrownBy(() -> Capped.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cap");
  }

  @ParameterizedTest
  @CsvSource({"30/min, 30", "5/s, 300", "1000/h, 16.6", "1440/day, 1", "' 3 / minute ', 3"})
  void capsAreReadInAnyUsualUnit(String text, double perMinute) {
    assertThat(Capped.parse(text).perMinute())
        .isCloseTo(perMinute, org.assertj.core.data.Offset.offset(0.1));
  }

  @ParameterizedTest
  @CsvSource({"×3, 3", "x3, 3", "3, 3", "X 2.5, 2.5", "0.5, 0.5"})
  void pricesAreReadWithAndWithoutTheSign(String text, double factor) {
    assertThat(Priced.parse(text).factor()).isEqualTo(factor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "×", "0", "-3", "NaN", "Infinity", "three", "1e9", "99999999"})
  void whatIsNoPriceIsRefused(String text) {
    assertThatThrownBy(() -> Priced.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("price");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "bell\u0007"})
  void aReasonIsOneLineThatIsNotEmpty(String reason) {
    assertThatThrownBy(() ->
            new Restriction(
                "r-1",
                Selector.parse("provider:acme"),
                new Cut(false),
                Restriction.Origin.DECLARED,
                reason,
                "anna",
                time.instant(),
                Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("reason");
  }
}
