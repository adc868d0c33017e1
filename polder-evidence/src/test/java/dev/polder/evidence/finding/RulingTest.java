package dev.polder.evidence.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.Verdict;
import dev.polder.evidence.finding.Ruling.Basis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulingTest {
  private static final Instant YOUNG = Examples.MEASURED.plus(Duration.ofDays(1));
  private static final Instant OLD = Examples.MEASURED.plus(Duration.ofDays(100));
  private static final boolean AT_HAND = false;
  private static final boolean RESTRICTED = true;

  @Test
  void strictLetsANonInferiorCandidatePass() {
    Ruling ruling = strict(YOUNG, AT_HAND, Examples.nonInferior());

    assertThat(ruling.open()).isTrue();
    assertThat(ruling.basis()).isEqualTo(Basis.NON_INFERIOR);
    assertThat(ruling.label()).isEqualTo("non-inferior");
    assertThat(ruling.why()).startsWith("non-inferior: +0.0 points [");
  }

  @Test
  void strictClosesToWhatIsInferiorUndecidedStaleOrUnmeasured() {
    assertThat(strict(YOUNG, AT_HAND, Examples.inferior()).basis()).isEqualTo(Basis.INFERIOR);
    assertThat(strict(YOUNG, AT_HAND, Examples.inferior()).open()).isFalse();
    assertThat(strict(YOUNG, AT_HAND, Examples.undecided()).open()).isFalse();
    assertThat(strict(YOUNG, AT_HAND).open()).isFalse();
    assertThat(strict(YOUNG, AT_HAND).why())
        .isEqualTo(
            "nothing has been measured about 'fallback' for use case 'letters': run `polder eval compare`"
                + " on suite 'letters'");
  }

  @Test
  void warnUsesAndMarks() {
    Ruling ruling = rule(Requirement.Rigour.WARN, YOUNG, AT_HAND, List.of(), Examples.undecided());

    assertThat(ruling.open()).isTrue();
    assertThat(ruling.label()).isEqualTo("unproven");
  }

  @Test
  void offAsksNothing() {
    Ruling ruling = rule(Requirement.Rigour.OFF, YOUNG, AT_HAND, List.of(), Examples.inferior());

    assertThat(ruling.open()).isTrue();
    assertThat(ruling.basis()).isEqualTo(Basis.NOT_ASKED);
  }

  @Test
  void ageClosesWhileTheReferenceCanBeMeasured() {
    Ruling ruling = strict(OLD, AT_HAND, Examples.nonInferior());

    assertThat(ruling.open()).isFalse();
    assertThat(ruling.label()).isEqualTo("unproven; aged");
    assertThat(ruling.why())
        .isEqualTo(
            "the finding about 'fallback' for use case 'letters' has been too old since"
                + " 2026-08-30T12:00:00Z: run `polder eval compare` on suite 'letters'");
  }

  @Test
  void ageOnlyMarksWhileTheReferenceIsRestricted() {
    Ruling ruling = strict(OLD, RESTRICTED, Examples.nonInferior());

    assertThat(ruling.open()).isTrue();
    assertThat(ruling.basis()).isEqualTo(Basis.NON_INFERIOR);
    assertThat(ruling.label()).isEqualTo("non-inferior; aged; reference-restricted");
  }

  @Test
  void whatIsInferiorStaysSoHoweverOld() {
    assertThat(strict(OLD, AT_HAND, Examples.inferior()).basis()).isEqualTo(Basis.INFERIOR);
    assertThat(strict(OLD, RESTRICTED, Examples.inferior()).open()).isFalse();
  }

  @Test
  void staleStaysClosedWhileTheReferenceIsRestricted() {
    Subject changed =
        new Subject(
            "letters",
            "fallback",
            Examples.CANDIDATE,
            Examples.REFERENCE,
            new SuiteVersion("letters", "sha256:other"),
            Examples.required(Requirement.Rigour.STRICT));
    List<Finding> findings = List.of(Examples.nonInferior());

    Ruling ruling =
        Ruling.of(changed, Standing.of(changed, findings, YOUNG), findings, List.of(), RESTRICTED);

    assertThat(ruling.open()).isFalse();
    assertThat(ruling.why()).contains("is stale: suite 'letters' has changed since");
  }

  @Test
  void aFloorStandsInOnlyWhereTheReferenceCannotBeMeasured() {
    Finding undecided = Examples.undecided();
    assertThat(undecided.verdict()).isEqualTo(Verdict.NOT_DECIDABLE);

    assertThat(strict(YOUNG, AT_HAND, undecided).open()).isFalse();
    assertThat(strict(YOUNG, RESTRICTED, undecided).open()).isTrue();
    assertThat(strict(YOUNG, RESTRICTED, undecided).basis()).isEqualTo(Basis.FLOOR);
    assertThat(strict(YOUNG, RESTRICTED, undecided).why()).startsWith("floor of 80 points cleared");
  }

  @Test
  void aCandidateMeasuredWithoutAReferenceCountsByItsFloor() {
    assertThat(strict(YOUNG, AT_HAND, Examples.alone(190)).basis()).isEqualTo(Basis.FLOOR);
    assertThat(strict(YOUNG, AT_HAND, Examples.alone(150)).open()).isFalse();
  }

  @Test
  void aFloorNeverOverrulesAnInferiorVerdict() {
    // Given a candidate that is surely worse than the margin allows, yet clears the floor
    Finding worse = Examples.finding(24, 0);
    assertThat(worse.verdict()).isEqualTo(Verdict.INFERIOR);
    assertThat(worse.judgement().floor().orElseThrow().cleared()).isTrue();

    assertThat(strict(YOUNG, RESTRICTED, worse).open()).isFalse();
  }

  @Test
  void aFloorThatIsAskedHigherThanWasDeclaredMustBeClearedToo() {
    Requirement higher =
        new Requirement(
            Requirement.Rigour.STRICT,
            "letters",
            0.05,
            OptionalDouble.empty(),
            0.05,
            OptionalDouble.of(0.99),
            Optional.empty());
    Subject subject = Examples.subject(higher);
    List<Finding> findings = List.of(Examples.undecided());

    Ruling ruling =
        Ruling.of(subject, Standing.of(subject, findings, YOUNG), findings, List.of(), RESTRICTED);

    assertThat(ruling.open()).isFalse();
  }

  @Test
  void aDoubtAboutEitherSideMarksOlderFindingsOnly() {
    Doubt before = new Doubt(Examples.REFERENCE.digest(), "shift", Examples.MEASURED);
    Doubt ofReference =
        new Doubt(Examples.REFERENCE.digest(), "shift", Examples.MEASURED.plusSeconds(1));
    Doubt ofCandidate =
        new Doubt(Examples.CANDIDATE.digest(), "shift", Examples.MEASURED.plusSeconds(1));
    Doubt ofOther = new Doubt("sha256:other", "shift", Examples.MEASURED.plusSeconds(1));

    assertThat(doubted(before, ofOther)).isFalse();
    assertThat(doubted(ofReference)).isTrue();
    assertThat(doubted(ofCandidate)).isTrue();
  }

  @Test
  void liveCallsThatFellBelowTheMarginTakeTheVerdictBack() {
    Doubt sunk = sunk("letters", Examples.CANDIDATE, 1);

    Ruling strict = ruled(Requirement.Rigour.STRICT, AT_HAND, sunk);
    Ruling warned = ruled(Requirement.Rigour.WARN, AT_HAND, sunk);

    assertThat(strict.open()).isFalse();
    assertThat(strict.basis()).isEqualTo(Ruling.Basis.LOST);
    assertThat(strict.why())
        .contains("live calls took its verdict back")
        .contains("fell by 9 points")
        .contains("run `polder eval compare` on suite");
    assertThat(warned.open()).isTrue();
    assertThat(warned.label()).isEqualTo("lost");
  }

  @Test
  void aCutOffDoesNotGiveALostVerdictBack() {
    assertThat(
            ruled(Requirement.Rigour.STRICT, RESTRICTED, sunk("letters", Examples.CANDIDATE, 1))
                .open())
        .isFalse();
  }

  @Test
  void aVerdictIsLostOnlyWhereTheLiveCallsWereAndUntilItIsMeasuredAgain() {
    assertThat(
            ruled(
                    Requirement.Rigour.STRICT,
                    AT_HAND,
                    sunk("letters", Examples.CANDIDATE, 0),
                    sunk("search", Examples.CANDIDATE, 1),
                    sunk("letters", Examples.REFERENCE, 1))
                .label())
        .isEqualTo("non-inferior");
  }

  private static Doubt sunk(String useCase, Variant variant, int secondsLater) {
    return Doubt.sunk(
        useCase, variant.digest(), "fell by 9 points", Examples.MEASURED.plusSeconds(secondsLater));
  }

  private static Ruling ruled(Requirement.Rigour rigour, boolean restricted, Doubt... doubts) {
    return rule(rigour, YOUNG, restricted, List.of(doubts), Examples.nonInferior());
  }

  @Test
  void aFindingThatContradictsAnEarlierOneIsMarked() {
    Finding earlier = Examples.at(Examples.inferior(), Examples.MEASURED.minusSeconds(60));

    Ruling ruling = strict(YOUNG, AT_HAND, earlier, Examples.nonInferior());

    assertThat(ruling.open()).isTrue();
    assertThat(ruling.marks()).containsExactly(Mark.OVERTURNED);
  }

  @Test
  void marksOfTheFindingGoAlong() {
    Finding finding = Examples.nonInferior();
    Finding stored =
        new Finding(
            finding.useCase(),
            finding.variant(),
            finding.reference(),
            finding.suite(),
            finding.declaration(),
            finding.judgement(),
            finding.measuredAt(),
            finding.runs(),
            Set.of(Mark.REFERENCE_STORED));

    assertThat(strict(YOUNG, RESTRICTED, stored).label())
        .isEqualTo("non-inferior; reference-stored; reference-restricted");
  }

  private static boolean doubted(Doubt... doubts) {
    return rule(Requirement.Rigour.STRICT, YOUNG, AT_HAND, List.of(doubts), Examples.nonInferior())
        .marks()
        .contains(Mark.DOUBTED);
  }

  private static Ruling strict(Instant now, boolean restricted, Finding... findings) {
    return rule(Requirement.Rigour.STRICT, now, restricted, List.of(), findings);
  }

  private static Ruling rule(
      Requirement.Rigour rigour,
      Instant now,
      boolean restricted,
      List<Doubt> doubts,
      Finding... findings) {
    Subject subject = Examples.subject(Examples.required(rigour));
    List<Finding> all = List.of(findings);
    return Ruling.of(subject, Standing.of(subject, all, now), all, doubts, restricted);
  }
}
