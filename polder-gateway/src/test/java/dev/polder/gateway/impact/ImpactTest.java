package dev.polder.gateway.impact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.polder.evidence.finding.Requirement.Rigour;
import dev.polder.gateway.ManualTime;
import dev.polder.gateway.Proofs;
import dev.polder.gateway.RunningGateway;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.continuity.ContinuityPolicy;
import dev.polder.gateway.continuity.Interruption;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.health.HealthPolicy;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restriction.Effect;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.restriction.Selector;
import dev.polder.gateway.route.Candidate;
import dev.polder.gateway.route.DataClass;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.Ladder;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.model.Deployment;
import dev.polder.model.Jurisdiction;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.Provider;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What would move, worked out without anything moving.
final class ImpactTest {
  private final ManualTime time = new ManualTime();
  private final Restrictions restrictions = new Restrictions(time);
  private final Gate gate = new Gate(InstantSource.system());
  private final Router router =
      new Router(
          restrictions,
          new Health(HealthPolicy.USUAL, time, new Random(7), (name, before, after) -> {}),
          gate,
          new Random(7));
  private final Traffic traffic = new Traffic(time);
  private final Deployment one = deployment("acme-1", "acme", "US");
  private final Deployment two = deployment("acme-2", "acme-eu", "US");
  private final Deployment own = deployment("own-small", "own", "NL");
  private final ContinuityPolicy policy =
      new ContinuityPolicy(Interruption.FAIL, RunningGateway.SHORT, 1024);
  private final UseCase letters =
      new UseCase(
          "letters",
          "",
          new Ladder(
              List.of(
                  new Candidate("acme", List.of(one, two), true),
                  new Candidate("own-small", List.of(own), false))),
          policy);
  private final UseCase triage = new UseCase("triage", "", Ladder.of(List.of(one)), policy);
  private final UseCase thrifty =
      new UseCase(
          "thrifty", "", Ladder.of(List.of(one, own)), policy, DataClass.ANY, OptionalDouble.of(2));
  private final UseCase secret =
      new UseCase(
          "secret",
          "",
          Ladder.of(List.of(own, one)),
          policy,
          new DataClass("secret", Set.of(), Set.of("NL")),
          OptionalDouble.empty());
  private final Catalogue catalogue =
      new Catalogue(List.of(letters, triage, thrifty, secret), List.of(one, two, own), policy);

  private static Deployment deployment(String name, String provider, String control) {
    return new Deployment(
        name,
        new Provider(
            provider,
            Preset.CUSTOM,
            () -> Optional.of(URI.create("http://127.0.0.1:9/v1")),
            Optional.empty()),
        "large-5",
        new Jurisdiction("DE", control, "FR"));
  }

  private Restriction restriction(String selector, Effect effect) {
    return new Restriction(
        "r-1",
        Selector.parse(selector),
        effect,
        Restriction.Origin.DECLARED,
        "an exercise",
        "anna",
        time.instant(),
        Optional.empty());
  }

  private List<Impact.Move> moves(String selector, Effect effect) {
    return Impact.ofDeclaring(
            restriction(selector, effect), restrictions, catalogue, router, traffic)
        .moves();
  }

  private static Impact.Move of(String useCase, List<Impact.Move> moves) {
    return moves.stream()
        .filter(move -> move.then().useCase().name().equals(useCase))
        .findFirst()
        .orElseThrow();
  }

  private void minuteOfCalls(UseCase useCase, Deployment served, int calls) {
    for (int i = 0; i < calls; i++) {
      traffic.call(useCase.name(), Operation.CHAT);
      traffic.attempt(served.name());
    }
  }

  @Test
  void aCutMovesToTheFallbackAndDarkensWhoHasNone() {
    // Given
    minuteOfCalls(letters, one, 42);
    minuteOfCalls(triage, one, 12);
    time.pass(Duration.ofMinutes(1));

    // When
    List<Impact.Move> moves = moves("control:US", new Effect.Cut(false));

    // Then
    Impact.Move moved = of("letters", moves);
    assertThat(moved.kind()).isEqualTo(Impact.Kind.MOVES);
    assertThat(moved.callsPerMinute()).isEqualTo(42, within(0.01));
    assertThat(moved.from()).containsExactly("acme-1", "acme-2");
    assertThat(moved.to()).containsExactly("own-small");
    Impact.Move dark = of("triage", moves);
    assertThat(dark.kind()).isEqualTo(Impact.Kind.GOES_DARK);
    assertThat(dark.callsPerMinute()).isEqualTo(12, within(0.01));
    assertThat(dark.then().exclusions())
        .singleElement()
        .satisfies(exclusion -> {
          assertThat(exclusion.cause()).isEqualTo(Exclusion.Cause.RESTRICTED);
          assertThat(exclusion.reason()).contains("control:US").contains("an exercise");
        });
    assertThat(restrictions.all()).isEmpty();
  }

  @Test
  void withinAPoolOnlyTheShareOfTheCutDeploymentMoves() {
    // Given
    minuteOfCalls(letters, one, 30);
    minuteOfCalls(letters, two, 10);
    time.pass(Duration.ofMinutes(1));

    // When
    Impact.Move move = of("letters", moves("deployment:acme-1", new Effect.Cut(false)));

    // Then
    assertThat(move.callsPerMinute()).isEqualTo(30, within(0.01));
    assertThat(move.from()).containsExactly("acme-1");
    assertThat(move.to()).containsExactly("acme-2");
  }

  @Test
  void aPriceMovesOnlyThoseWhoPayLess() {
    // Then
    assertThat(moves("deployment:acme-1", new Effect.Priced(3)))
        .extracting(move -> move.then().useCase().name())
        .containsExactly("thrifty");
    assertThat(moves("deployment:acme-1", new Effect.Priced(2))).isEmpty();
  }

  @Test
  void aCapMovesWhatIsAboveIt() {
    // Given
    minuteOfCalls(triage, one, 30);
    minuteOfCalls(letters, one, 10);
    time.pass(Duration.ofMinutes(1));

    // When
    List<Impact.Move> moves = moves("deployment:acme-1", Effect.Capped.parse("10/min"));

    // Then
    assertThat(of("triage", moves).kind()).isEqualTo(Impact.Kind.GOES_DARK);
    assertThat(of("triage", moves).callsPerMinute()).isEqualTo(22.5, within(0.01));
    assertThat(moves("deployment:acme-1", Effect.Capped.parse("41/min"))).isEmpty();
  }

  @Test
  void dataDoesNotMoveWhereItsClassForbids() {
    // When
    Impact.Move move = of("secret", moves("provider:own", new Effect.Cut(false)));

    // Then
    assertThat(move.kind()).isEqualTo(Impact.Kind.GOES_DARK);
    assertThat(move.then().exclusions())
        .extracting(Exclusion::cause)
        .containsExactly(Exclusion.Cause.RESTRICTED, Exclusion.Cause.DATA_CLASS);
  }

  private List<Impact.Move> movesOfStrict(String... lastResort) {
    UseCase strict =
        new UseCase(
            "letters",
            "",
            Ladder.of(List.of(one, own)),
            policy,
            DataClass.ANY,
            OptionalDouble.empty(),
            Optional.of(Proofs.demand(Rigour.STRICT, lastResort)));
    return Impact.ofDeclaring(
            restriction("provider:acme", new Effect.Cut(false)),
            restrictions,
            new Catalogue(List.of(strict), List.of(one, own), policy),
            router,
            traffic)
        .moves();
  }

  @Test
  void anUnprovenFallbackIsNoWayOutForAStrictUseCase() {
    // When
    Impact.Move move = of("letters", movesOfStrict());

    // Then
    assertThat(move.kind()).isEqualTo(Impact.Kind.GOES_DARK);
    assertThat(move.then().exclusions())
        .extracting(Exclusion::cause)
        .containsExactly(Exclusion.Cause.RESTRICTED, Exclusion.Cause.UNPROVEN);
  }

  @Test
  void aProvenFallbackAndALastResortAreWaysOut() {
    // When
    Impact.Move unproven = of("letters", movesOfStrict("own-small"));
    Proofs.strict().nonInferior("own-small").show(gate);
    Impact.Move proven = of("letters", movesOfStrict());

    // Then
    assertThat(unproven.to()).containsExactly("own-small");
    assertThat(unproven.then().serving())
        .hasValueSatisfying(rung -> assertThat(rung.lastResort()).isTrue());
    assertThat(proven.to()).containsExactly("own-small");
    assertThat(proven.then().serving())
        .hasValueSatisfying(rung -> assertThat(rung.lastResort()).isFalse());
  }

  @Test
  void anAgedFindingCountsOnceTheReferenceWouldBeRestricted() {
    // Given
    Proofs.strict().aged("own-small").show(gate);

    // When
    Impact.Move move = of("letters", movesOfStrict());

    // Then
    assertThat(move.kind()).isEqualTo(Impact.Kind.MOVES);
    assertThat(move.then().serving().orElseThrow().evidence().orElseThrow().label())
        .isEqualTo("non-inferior; aged; reference-restricted");
  }

  @Test
  void deploymentsAskedForByNameCountWhereThereAreCalls() {
    // Given
    traffic.call("acme-2", Operation.CHAT);

    // When
    Impact.Move move = of("acme-2", moves("provider:acme-eu", new Effect.Cut(false)));

    // Then
    assertThat(move.then().direct()).isTrue();
    assertThat(move.kind()).isEqualTo(Impact.Kind.GOES_DARK);
    assertThat(moves("provider:own", new Effect.Cut(false)))
        .noneMatch(other -> other.then().direct());
  }

  @Test
  void liftingSaysWhoComesBack() {
    // Given
    restrictions.declare(restriction("control:US", new Effect.Cut(false)));

    // When
    List<Impact.Move> moves =
        Impact.ofLifting("r-1", restrictions, catalogue, router, traffic).moves();

    // Then
    assertThat(of("triage", moves).kind()).isEqualTo(Impact.Kind.IS_SERVED_AGAIN);
    assertThat(of("letters", moves).kind()).isEqualTo(Impact.Kind.MOVES);
    assertThat(of("letters", moves).to()).containsExactly("acme-1", "acme-2");
  }
}
