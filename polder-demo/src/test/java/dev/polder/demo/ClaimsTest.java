package dev.polder.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.demo.Observation.Ending;
import dev.polder.demo.Observation.Refusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The demo says of nothing that it happened unless it did.
final class ClaimsTest {
  private static final Refusal UNPROVEN = new Refusal(503, "no_proven_candidate", "none is proven");

  private final Tally tally = new Tally();
  private final Map<String, Part> parts = new LinkedHashMap<>();

  @BeforeEach
  void aDayAsItShouldBe() {
    parts.put("triage", Part.CARRIES_ON);
    parts.put("letters", Part.MARKED);
    parts.put("sums", Part.REFUSES);
    answered("triage", Phase.WITHDRAWN, "fallback", "non-inferior; reference-restricted");
    answered("letters", Phase.WITHDRAWN, "fallback", "inferior; reference-restricted");
    refused("sums", UNPROVEN);
    parts.keySet().forEach(useCase -> answered(useCase, Phase.RETURNED, "primary", ""));
  }

  private void answered(String useCase, Phase phase, String served, String evidence) {
    saw(useCase, phase, Ending.ANSWERED, served, evidence, Refusal.NONE);
  }

  private void refused(String useCase, Refusal refusal) {
    saw(useCase, Phase.WITHDRAWN, Ending.REFUSED, "", "", refusal);
  }

  private void saw(
      String useCase, Phase phase, Ending ending, String served, String evidence, Refusal why) {
    tally.add(new Observation(useCase, phase, ending, served, evidence, why, true, Duration.ZERO));
  }

  /// The sentences that are not true.
  private List<String> untrue() {
    return new Claims(tally, parts)
        .all().stream().filter(claim -> !claim.holds()).map(Claims.Claim::sentence).toList();
  }

  @Test
  void allIsTrueOnADayAsItShouldBe() {
    assertThat(untrue()).isEmpty();
    assertThat(new Claims(tally, parts).all()).hasSize(5);
  }

  @Test
  void aLostCallIsNotPassedOver() {
    saw("triage", Phase.KILLED, Ending.LOST, "", "", Refusal.NONE);
    assertThat(untrue()).singleElement().asString().startsWith("No call was lost");
  }

  @Test
  void anErrorWithoutAReasonIsNoHonestRefusal() {
    refused("sums", new Refusal(502, "", "bad gateway"));
    assertThat(untrue()).hasSize(2).first().asString().startsWith("No call was lost");
  }

  @Test
  void aProvenUseCaseThatIsRefusedHasNotCarriedOn() {
    refused("triage", UNPROVEN);
    assertThat(untrue()).singleElement().asString().startsWith("'triage' carried on");
  }

  @Test
  void anAnswerWithoutProofInAProvenUseCaseIsSeen() {
    answered("triage", Phase.KILLED, "fallback", "unproven");
    assertThat(untrue()).singleElement().asString().startsWith("'triage' carried on");
  }

  @Test
  void anUnmarkedAnswerOfALastResortIsSeen() {
    answered("letters", Phase.WITHDRAWN, "fallback", "");
    assertThat(untrue()).singleElement().asString().startsWith("'letters' carried on as a last");
  }

  @Test
  void anUnprovenFallbackThatAnswersAStrictUseCaseIsSeen() {
    answered("sums", Phase.KILLED, "fallback", "inferior");
    assertThat(untrue()).singleElement().asString().startsWith("'sums' was refused 1 times");
  }

  @Test
  void anotherReasonThanWantOfProofIsSeen() {
    refused("sums", new Refusal(502, "no_candidate_left", "every candidate failed"));
    assertThat(untrue()).singleElement().asString().startsWith("'sums' was refused 2 times");
  }

  @Test
  void aPrimaryThatDoesNotReturnIsSeen() {
    parts.put("dates", Part.CARRIES_ON);
    answered("dates", Phase.WITHDRAWN, "fallback", "non-inferior");
    assertThat(untrue()).singleElement().asString().startsWith("When the primary was back");
  }
}
