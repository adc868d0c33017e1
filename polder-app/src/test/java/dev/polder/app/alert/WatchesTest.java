package dev.polder.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.alert.Alert.Kind;
import dev.polder.app.alert.Alert.Severity;
import dev.polder.engine.supervise.EngineState;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restriction.Effect;
import dev.polder.gateway.restriction.Restriction.Origin;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.restriction.Selector;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.route.Router;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import dev.polder.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the watches make of what they see, in messages.
final class WatchesTest {
  @TempDir private Path folder = Path.of("");
  private final ManualClock clock = new ManualClock();
  private final List<Notice> sent = new ArrayList<>();
  private Alerts alerts = newAlerts();
  private final AtomicBoolean engineReady = new AtomicBoolean();

  @BeforeEach
  void begin() {
    alerts = newAlerts();
  }

  private Alerts newAlerts() {
    return new Alerts(
        clock, new Random(7), new StandingFile(folder.resolve("alerts.json")), sent::add);
  }

  private List<String> said() {
    return sent.stream()
        .map(notice -> notice.status().label() + " " + notice.alert().severity().label())
        .toList();
  }

  private void calmDown() {
    clock.pass(Alerts.CALM);
    alerts.tick();
  }

  private Deployment deployment(String name, String control) {
    Provider provider =
        new Provider(
            name,
            Preset.CUSTOM,
            () ->
                name.equals("engine") && !engineReady.get()
                    ? Optional.empty()
                    : Optional.of(URI.create("http://127.0.0.1:1/v1")),
            Optional.empty());
    return new Deployment(name, provider, "m", new Jurisdiction("NL", control, "FR"));
  }

  private static UseCase useCase(DataClass dataClass, Deployment... ladder) {
    ContinuityPolicy policy = new ContinuityPolicy(Interruption.FAIL, Limits.USUAL, 1000);
    return new UseCase(
        "letters", "", Ladder.of(List.of(ladder)), policy, dataClass, OptionalDouble.empty());
  }

  private LadderWatch watch(UseCase useCase, Restrictions restrictions) {
    Router router =
        new Router(
            restrictions,
            new Health(HealthPolicy.USUAL, System::nanoTime, new Random(7), (name, from, to) -> {}),
            new Gate(clock),
            new Random(7));
    return new LadderWatch(
        alerts,
        () -> List.of(useCase),
        one -> router.look(one.ladder(), one.demands(Operation.CHAT)),
        clock);
  }

  private Restriction cut(String id, String selector, Origin origin) {
    return new Restriction(
        id,
        Selector.parse(selector),
        new Effect.Cut(false),
        origin,
        "export order",
        origin == Origin.DETECTED ? "polder" : "n.n.",
        clock.instant(),
        Optional.empty());
  }

  @Test
  void aUseCaseOnItsLastCandidateIsAWarningAndADarkOneWorse() {
    // Given
    Restrictions restrictions = new Restrictions(clock);
    LadderWatch watch =
        watch(useCase(DataClass.ANY, deployment("a", "US"), deployment("b", "NL")), restrictions);

    // When
    watch.run();
    restrictions.declare(cut("r1", "control:US", Origin.DECLARED));
    watch.run();
    watch.run();
    restrictions.declare(cut("r2", "provider:b", Origin.DECLARED));
    watch.run();

    // Then
    assertThat(said()).containsExactly("raised warning", "worsened critical");
    assertThat(sent.getFirst().alert().summary())
        .isEqualTo("Use case 'letters' is on its last candidate, 'b'.");
    assertThat(sent.getLast().alert().summary()).contains("'letters' is dark");
    assertThat(sent.getLast().alert().detail())
        .contains("a: restricted (control:US): export order");
  }

  @Test
  void theAllClearComesWhenCandidatesAreBack() {
    // Given
    UseCase useCase = useCase(DataClass.ANY, deployment("a", "US"), deployment("b", "NL"));
    Restrictions cut = new Restrictions(clock);
    cut.declare(cut("r1", "provider:a", Origin.DECLARED));
    watch(useCase, cut).run();

    // When
    watch(useCase, new Restrictions(clock)).run();
    calmDown();

    // Then
    assertThat(said()).containsExactly("raised warning", "cleared warning");
  }

  @Test
  void aUseCaseWithOneCandidateIsAtRiskOnlyWhenThatIsGone() {
    // Given
    Restrictions restrictions = new Restrictions(clock);
    DataClass dutch = new DataClass("personal", Set.of(), Set.of("NL"));
    LadderWatch watch =
        watch(useCase(dutch, deployment("a", "NL"), deployment("forbidden", "US")), restrictions);

    // When
    watch.run();
    assertThat(sent).isEmpty();
    restrictions.declare(cut("r1", "provider:a", Origin.DECLARED));
    watch.run();

    // Then
    assertThat(said()).containsExactly("raised critical");
  }

  @Test
  void enginesHaveAMinuteToStart() {
    // Given
    LadderWatch watch =
        watch(
            useCase(DataClass.ANY, deployment("a", "US"), deployment("engine", "NL")),
            new Restrictions(clock));

    // When
    watch.run();
    assertThat(sent).isEmpty();
    clock.pass(Duration.ofSeconds(61));
    watch.run();

    // Then
    assertThat(said()).containsExactly("raised warning");
  }

  @Test
  void aUseCaseThatTheConfigurationDropsIsCleared() {
    // Given
    List<UseCase> configured =
        new ArrayList<>(List.of(useCase(DataClass.ANY, deployment("a", "US"))));
    LadderWatch watch = new LadderWatch(alerts, () -> configured, useCase -> List.of(), clock);
    watch.run();

    // When
    configured.clear();
    watch.run();
    calmDown();

    // Then
    assertThat(said()).containsExactly("raised critical", "cleared critical");
  }

  @Test
  void anEngineThatEndsIsToldAndItsReturnToo() {
    // Given
    EngineWatch watch = new EngineWatch(alerts, clock);

    // When
    watch.changed("own", new EngineState.Starting());
    watch.changed("own", new EngineState.Restarting(Duration.ofSeconds(1), "killed by signal 9"));
    watch.changed("own", new EngineState.Starting());
    watch.changed("own", new EngineState.Ready(URI.create("http://127.0.0.1:1"), 1));
    watch.changed("own", new EngineState.Restarting(Duration.ofSeconds(2), "killed by signal 9"));
    watch.changed("own", new EngineState.Ready(URI.create("http://127.0.0.1:1"), 2));
    calmDown();
    watch.changed("own", new EngineState.Failed("no such folder"));

    // Then
    assertThat(said()).containsExactly("raised warning", "cleared warning", "raised critical");
    assertThat(sent.getFirst().alert().detail()).isEqualTo("killed by signal 9");
  }

  @Test
  void restrictionsAreToldByTheirOriginAndDrillsAreNot() {
    // Given
    List<Restriction> inForce = new ArrayList<>();
    RestrictionWatch watch = new RestrictionWatch(alerts, () -> inForce);

    // When
    inForce.add(cut("r1", "control:US", Origin.DECLARED));
    inForce.add(cut("r2", "deployment:gpt", Origin.DETECTED));
    inForce.add(cut("r3", "maker:CN", Origin.DRILL));
    watch.run();
    watch.run();
    inForce.clear();
    watch.run();
    calmDown();

    // Then
    assertThat(sent)
        .extracting(notice ->
            notice.alert().kind() + " " + notice.status() + ": " + notice.alert().summary())
        .containsExactly(
            "RESTRICTION RAISED: n.n. has restricted control:US: cut.",
            "ACCESS_LOST RAISED: Access to deployment:gpt is lost; calls go to fallbacks.",
            "RESTRICTION CLEARED: n.n. has restricted control:US: cut.",
            "ACCESS_LOST CLEARED: Access to deployment:gpt is lost; calls go to fallbacks.");
  }

  @Test
  void aContractIsToldAheadOfItsEndAndItsNoticePeriod() {
    // Given: today is 12 June 2026
    List<Contract> contracts =
        List.of(
            contract("far", "2026-12-31", Optional.empty()),
            contract("near", "2026-07-01", Optional.empty()),
            contract("notice", "2026-09-30", Optional.of(Period.ofMonths(3))),
            contract("over", "2026-06-11", Optional.empty()));
    ContractWatch watch =
        new ContractWatch(alerts, () -> contracts, () -> Period.ofDays(30), clock);

    // When
    watch.run();
    watch.run();

    // Then
    assertThat(sent)
        .extracting(notice -> notice.alert().severity() + ": " + notice.alert().summary())
        .containsExactly(
            "WARNING: Access to deployment 'near' is guaranteed until 2026-07-01 only, 19 days from now.",
            "WARNING: Access to deployment 'notice' is guaranteed until 2026-09-30 only, 110 days from now.",
            "CRITICAL: Access to deployment 'over' is no longer guaranteed: the guarantee ended on 2026-06-11.");
    assertThat(sent.get(1).alert().detail())
        .isEqualTo("Notice can be given until 2026-06-30. Agreed in: contract.pdf.");
  }

  private static Contract contract(String deployment, String end, Optional<Period> notice) {
    return new Contract(deployment, LocalDate.parse(end), notice, "contract.pdf");
  }

  @Test
  void theSentryGoesItsRoundAndSurvivesAWatchThatFails() throws Exception {
    try (Receiver receiver = new Receiver()) {
      WebhookTarget target =
          new WebhookTarget(receiver.address("/"), new Secret("whsec_AAAA"), clock);
      try (Sentry sentry =
          new Sentry(
              List.of(new Subscription(target, Set.of())),
              folder.resolve("sentry.json"),
              clock,
              new Random(7))) {
        // When
        sentry.start(
            List.of(
                () -> {
                  throw new IllegalStateException("a fault that the test plants");
                },
                new ContractWatch(
                    sentry.alerts(),
                    () -> List.of(contract("near", "2026-07-01", Optional.empty())),
                    () -> Period.ofDays(30),
                    clock)));

        // Then
        assertThat(receiver.next().text()).contains("contract-notice.raised");
      }
      assertThat(folder.resolve("sentry.json")).content().contains("near");
    }
  }

  @Test
  void severitiesRiseInTheirOrder() {
    assertThat(Severity.values())
        .containsExactly(Severity.INFO, Severity.WARNING, Severity.CRITICAL);
    assertThat(Kind.labelled("use-case-at-risk")).contains(Kind.USE_CASE_AT_RISK);
  }

  @Test
  void aShiftIsToldUntilItIsAccepted() {
    // Given
    List<Shift> seen = new ArrayList<>();
    ShiftWatch watch = new ShiftWatch(alerts, () -> seen);
    Shift named =
        new Shift("large", Severity.INFO, "The provider names another.", "", clock.instant());

    // When
    watch.run();
    seen.add(named);
    watch.run();
    watch.run();
    seen.set(0, new Shift("large", Severity.CRITICAL, "It is worse.", "", clock.instant()));
    watch.run();
    seen.clear();
    watch.run();
    calmDown();

    // Then
    assertThat(said()).containsExactly("raised info", "worsened critical", "cleared critical");
    assertThat(sent.getFirst().alert().kind()).isEqualTo(Kind.MODEL_SHIFT);
  }
}
