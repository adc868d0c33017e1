package dev.polder.evidence.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Scale;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Instant NOW = Examples.MEASURED.plus(Duration.ofDays(1));

  @Test
  void withoutAFindingNothingHasBeenMeasured() {
    assertThat(standing(Examples.strict())).isInstanceOf(Standing.Unmeasured.class);
  }

  @Test
  void aFindingAboutWhatIsInUseIsFresh() {
    Finding finding = Examples.nonInferior();

    assertThat(standing(Examples.strict(), finding)).isEqualTo(new Standing.Fresh(finding));
  }

  @Test
  void theNewestCountsInWhateverOrderTheyWereAdded() {
    Finding older = Examples.nonInferior();
    Finding newer = Examples.at(Examples.inferior(), Examples.MEASURED.plusSeconds(1));

    assertThat(standing(Examples.strict(), older, newer)).isEqualTo(new Standing.Fresh(newer));
    assertThat(standing(Examples.strict(), newer, older)).isEqualTo(new Standing.Fresh(newer));
  }

  @Test
  void ofTwoOfTheSameInstantTheOneAddedLastCounts() {
    Finding first = Examples.nonInferior();
    Finding second = Examples.inferior();

    assertThat(standing(Examples.strict(), first, second)).isEqualTo(new Standing.Fresh(second));
  }

  @Test
  void anotherUseCaseSuiteOrModelIsNoneOfItsBusiness() {
    Subject other =
        new Subject(
            "letters",
            "fallback",
            Variant.of("another-model"),
            Examples.REFERENCE,
            Examples.SUITE,
            Examples.required(Requirement.Rigour.STRICT));

    assertThat(standing(other, Examples.nonInferior())).isInstanceOf(Standing.Unmeasured.class);
  }

  @Test
  void aChangedSuiteMakesItStale() {
    Subject subject =
        new Subject(
            "letters",
            "fallback",
            Examples.CANDIDATE,
            Examples.REFERENCE,
            new SuiteVersion("letters", "sha256:other"),
            Examples.required(Requirement.Rigour.STRICT));

    assertThat(stale(subject, Examples.nonInferior()))
        .isEqualTo("suite 'letters' has changed since");
  }

  @Test
  void aChangedPromptMakesItStale() {
    Variant changed =
        new Variant("open-7b", "sha256:aa", "Q4_K_M", "sha256:better", "sha256:parameters");
    Subject subject =
        new Subject(
            "letters",
            "fallback",
            changed,
            Examples.REFERENCE,
            Examples.SUITE,
            Examples.required(Requirement.Rigour.STRICT));

    assertThat(stale(subject, Examples.nonInferior()))
        .isEqualTo("prompt of the candidate changed since");
  }

  @Test
  void anotherReferenceMakesItStale() {
    Subject subject =
        new Subject(
            "letters",
            "fallback",
            Examples.CANDIDATE,
            Variant.of("frontier-2"),
            Examples.SUITE,
            Examples.required(Requirement.Rigour.STRICT));

    assertThat(stale(subject, Examples.nonInferior()))
        .isEqualTo("model of the reference changed since");
  }

  @Test
  void anEarlierFindingCountsAgainWhenAChangeIsTakenBack() {
    // Given a newer finding about another prompt
    Finding matching = Examples.nonInferior();
    Finding other =
        new Finding(
            "letters",
            new Variant("open-7b", "sha256:aa", "Q4_K_M", "sha256:other", "sha256:parameters"),
            matching.reference(),
            matching.suite(),
            matching.declaration(),
            matching.judgement(),
            NOW,
            matching.runs(),
            matching.marks());

    assertThat(standing(Examples.strict(), matching, other))
        .isEqualTo(new Standing.Fresh(matching));
  }

  @Test
  void aWiderMarginThanIsAskedMakesItStaleANarrowerOneDoesNot() {
    Finding wide = Examples.finding(declared(0.1, 0.05, 0.05), 4, 4);
    Finding narrow = Examples.finding(declared(0.04, 0.04, 0.025), 4, 4);

    assertThat(stale(Examples.strict(), wide))
        .isEqualTo("it was measured with margin 0.1, 0.05 is asked");
    assertThat(standing(Examples.strict(), narrow)).isEqualTo(new Standing.Fresh(narrow));
  }

  @Test
  void aLaxerErrorRateOrGuardrailMakesItStale() {
    assertThat(stale(Examples.strict(), Examples.finding(declared(0.05, 0.05, 0.1), 4, 4)))
        .isEqualTo("it was measured at an error rate of 0.1, 0.05 is asked");
    assertThat(stale(Examples.strict(), Examples.finding(declared(0.05, 0.1, 0.05), 4, 4)))
        .isEqualTo("it was measured with guardrail margin 0.1, 0.05 is asked");
    assertThat(
            stale(
                Examples.strict(),
                Examples.finding(Declaration.binary(0.05, new Plan.Fixed(200)), 4, 4)))
        .isEqualTo("it was measured without the guardrail that is asked");
  }

  @Test
  void aFindingGrowsTooOld() {
    Finding finding = Examples.nonInferior();
    Instant since = Examples.MEASURED.plus(Duration.ofDays(90));

    assertThat(Standing.of(Examples.strict(), List.of(finding), since.minusMillis(1)))
        .isEqualTo(new Standing.Fresh(finding));
    assertThat(Standing.of(Examples.strict(), List.of(finding), since))
        .isEqualTo(new Standing.Aged(finding, since));
  }

  @Test
  void withoutAGreatestAgeNoneGrowsTooOld() {
    Requirement ageless =
        new Requirement(
            Requirement.Rigour.STRICT,
            "letters",
            0.05,
            OptionalDouble.empty(),
            0.05,
            OptionalDouble.empty(),
            Optional.empty());
    Finding finding = Examples.nonInferior();

    assertThat(Standing.of(Examples.subject(ageless), List.of(finding), Instant.MAX))
        .isEqualTo(new Standing.Fresh(finding));
  }

  @Test
  void aRunThatStoppedBeforeItsDeclaredNCountsOnlyWhereThereIsNoOther() {
    Finding complete = Examples.nonInferior();
    Finding stopped =
        Examples.at(Examples.finding(declaredN(300), 4, 4), Examples.MEASURED.plusSeconds(1));

    assertThat(standing(Examples.strict(), complete, stopped))
        .isEqualTo(new Standing.Fresh(complete));
    assertThat(standing(Examples.strict(), stopped)).isEqualTo(new Standing.Fresh(stopped));
  }

  @Test
  void whatWasMeasuredWithoutAReferenceNeverHidesWhatWasDecidedWithOne() {
    Finding worse = Examples.inferior();
    Finding alone = Examples.at(Examples.alone(200), Examples.MEASURED.plusSeconds(1));

    assertThat(standing(Examples.strict(), worse, alone)).isEqualTo(new Standing.Fresh(worse));
    assertThat(standing(Examples.strict(), Examples.undecided(), alone))
        .isEqualTo(new Standing.Fresh(alone));
  }

  private static Declaration declared(double margin, double harm, double alpha) {
    return Declaration.binary(margin, new Plan.Fixed(200))
        .withGuardrail(Scale.BINARY, harm)
        .withAlpha(alpha);
  }

  private static Declaration declaredN(int n) {
    return Declaration.binary(0.05, new Plan.Fixed(n)).withGuardrail(Scale.BINARY, 0.05);
  }

  private static Standing standing(Subject subject, Finding... findings) {
    return Standing.of(subject, List.of(findings), NOW);
  }

  private static String stale(Subject subject, Finding finding) {
    Standing standing = standing(subject, finding);
    assertThat(standing).isInstanceOf(Standing.Stale.class);
    return ((Standing.Stale) standing).reason();
  }
}
