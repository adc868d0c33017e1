package dev.polder.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.finding.EvidenceBoard;
import dev.polder.evidence.finding.Requirement.Rigour;
import dev.polder.gateway.continuity.Limits;
import dev.polder.gateway.gate.Gate;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.model.Traits;
import dev.polder.testkit.OpenAiAnswers;
import dev.polder.testkit.Script;
import dev.polder.testkit.ScriptedUpstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which fallbacks evidence lets stand in, on real sockets.
final class EvidenceTest {
  private static final String WHOLE = "{\"model\":\"letters\",\"messages\":[]}";
  private static final String STREAMED = "{\"model\":\"letters\",\"stream\":true,\"messages\":[]}";
  private static final String EMBEDDED = "{\"model\":\"letters\",\"input\":\"a word\"}";
  private static final String EVIDENCE = "x-polder-evidence";
  private static final String PRIMARY = "deployment:candidate-1";

  private final ScriptedUpstream primary = ScriptedUpstream.start().always(answer("primary"));
  private final ScriptedUpstream second = ScriptedUpstream.start().always(answer("second"));
  private final ScriptedUpstream third = ScriptedUpstream.start().always(answer("third"));

  private static Script answer(String text) {
    return OpenAiAnswers.chat("from " + text);
  }

  @AfterEach
  void stop() {
    primary.close();
    second.close();
    third.close();
  }

  private RunningGateway.Builder builder() {
    return RunningGateway.over(primary.baseUrl(), second.baseUrl(), third.baseUrl());
  }

  private RunningGateway strict(Proofs proofs, String... lastResort) {
    RunningGateway gateway = builder().evidence(Proofs.demand(Rigour.STRICT, lastResort)).start();
    proofs.show(gateway.gate());
    return gateway;
  }

  private static Optional<String> evidence(HttpResponse<?> answer) {
    return answer.headers().firstValue(EVIDENCE);
  }

  private static CompletableFuture<HttpResponse<String>> async(RunningGateway gateway) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.chat(WHOLE);
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void strictPassesOverWhoIsUnprovenAndAsksWhoIsProven() throws Exception {
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").nonInferior("candidate-3"))) {
      // Given
      gateway.cut(PRIMARY, false);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("from third");
      assertThat(answer.headers().firstValue("x-polder-served")).contains("fallback");
      assertThat(evidence(answer)).contains("non-inferior; reference-restricted");
      assertThat(gateway.receipt().evidence()).isEqualTo("non-inferior; reference-restricted");
      assertThat(second.received()).isEmpty();
    }
  }

  @Test
  void aStreamSaysTheSame() throws Exception {
    third.always(OpenAiAnswers.stream(false, "from ", "third"));
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").nonInferior("candidate-3"))) {
      // Given
      gateway.cut(PRIMARY, false);

      // When
      HttpResponse<String> answer = gateway.chat(STREAMED);

      // Then
      assertThat(answer.body()).contains("third").contains("[DONE]");
      assertThat(evidence(answer)).contains("non-inferior; reference-restricted");
    }
  }

  @Test
  void strictRefusesHonestlyWhereNobodyIsProvenAndSaysWhatToDo() throws Exception {
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").inferior("candidate-3"))) {
      // Given
      gateway.cut(PRIMARY, false);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).contains("30");
      assertThat(answer.body())
          .contains("\"code\":\"no_proven_candidate\"")
          .contains("candidate-1: restricted (deployment:candidate-1): a test says so")
          .contains("candidate-2: not proven for use case 'letters': nothing has been measured")
          .contains("run `polder eval compare` on suite 'letters-suite'")
          .contains("candidate-3: proven worse for use case 'letters'")
          .contains("'polder evidence'")
          .contains("'last-resort'");
      assertThat(second.received()).isEmpty();
      assertThat(third.received()).isEmpty();
      Receipt receipt = gateway.receipt();
      assertThat(receipt.outcome()).isEqualTo("failed");
      assertThat(receipt.reason()).contains("not proven for use case 'letters'");
      assertThat(receipt.evidence()).isEmpty();
    }
  }

  @Test
  void accessLostInMidAirIsRefusedUnderTheSameCode() throws Exception {
    primary.always(OpenAiAnswers.error(403, "x", "", "not in your region"));
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").unproven("candidate-3"))) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("x-polder-attempts")).contains("1");
      assertThat(answer.body()).contains("no_proven_candidate").contains("candidate-1: 403");
    }
  }

  @Test
  void anUpstreamsOwnWordsAboutTheRequestAreKept() throws Exception {
    primary.always(OpenAiAnswers.error(400, "x", "context_length_exceeded", "too long"));
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").unproven("candidate-3"))) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("context_length_exceeded")
          .contains("Left out: candidate-2: not proven for use case 'letters'");
    }
  }

  @Test
  void whoIsNotOnTheBoardIsNotProven() throws Exception {
    try (RunningGateway gateway = builder().evidence(Proofs.demand(Rigour.STRICT)).start()) {
      // Given
      gateway.cut(PRIMARY, false);
      gateway
          .gate()
          .follow(
              EvidenceBoard.EMPTY,
              List.of(new Gate.Unread("letters", "candidate-3", "its suite is gone")));

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body())
          .contains(
              "candidate-2: not proven for use case 'letters': its evidence has not been read")
          .contains("candidate-3: not proven for use case 'letters': its suite is gone");
    }
  }

  @Test
  void thePrimaryIsTheReferenceAndNeedsNoEvidence() throws Exception {
    try (RunningGateway gateway = builder().evidence(Proofs.demand(Rigour.STRICT)).start()) {
      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("from primary");
      assertThat(evidence(answer)).isEmpty();
      assertThat(gateway.receipt().evidence()).isEmpty();
    }
  }

  @Test
  void warnUsesAndMarks() throws Exception {
    try (RunningGateway gateway = builder().evidence(Proofs.demand(Rigour.WARN)).start()) {
      // Given
      Proofs.warning().inferior("candidate-2").show(gateway.gate());
      primary.always(Script.begin().cut());

      // When
      HttpResponse<String> worse = gateway.chat(WHOLE);
      second.always(Script.begin().cut());
      HttpResponse<String> unknown = gateway.chat(WHOLE);

      // Then
      assertThat(worse.body()).contains("from second");
      assertThat(evidence(worse)).contains("inferior");
      assertThat(unknown.body()).contains("from third");
      assertThat(evidence(unknown)).contains("unproven");
    }
  }

  @Test
  void whereNoEvidenceIsAskedNothingIsSaidOfIt() throws Exception {
    try (RunningGateway gateway = builder().start()) {
      // Given
      Proofs.strict().inferior("candidate-2").show(gateway.gate());
      gateway.cut(PRIMARY, false);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("from second");
      assertThat(answer.headers().map().keySet())
          .containsExactlyInAnyOrder(
              "content-length",
              "content-type",
              "x-polder-attempts",
              "x-polder-call",
              "x-polder-deployment",
              "x-polder-served");
      assertThat(gateway.receipt().evidence()).isEmpty();
    }
  }

  // ---- the last resort

  @Test
  void aLastResortAnswersUnprovenAndSaysSo() throws Exception {
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").unproven("candidate-3"), "candidate-3")) {
      // Given
      gateway.cut(PRIMARY, false);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.body()).contains("from third");
      assertThat(evidence(answer)).contains("unproven; reference-restricted");
      assertThat(second.received()).isEmpty();
      assertThat(gateway.receipt().evidence()).isEqualTo("unproven; reference-restricted");
    }
  }

  @Test
  void aLastResortIsAskedOnlyInsteadOfARefusal() throws Exception {
    primary.always(Script.begin().cut());
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").nonInferior("candidate-3"), "candidate-2")) {
      // When
      HttpResponse<String> proven = gateway.chat(WHOLE);
      third.always(Script.begin().cut());
      HttpResponse<String> lastResort = gateway.chat(WHOLE);

      // Then
      assertThat(proven.body()).contains("from third");
      assertThat(lastResort.body()).contains("from second");
      assertThat(evidence(lastResort)).contains("unproven");
    }
  }

  @Test
  void aLastResortIsNoWayAroundARestriction() throws Exception {
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").unproven("candidate-3"), "candidate-2")) {
      // Given
      gateway.cut(PRIMARY, false);
      gateway.cut("deployment:candidate-2", false);

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);

      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(second.received()).isEmpty();
    }
  }

  @Test
  void aLastResortThatIsFullIsWaitedFor() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    third.next(Script.begin().await(held).reply(200, "application/json", body("held")));
    Traits one =
        new Traits("", 1, OptionalInt.of(1), OptionalInt.empty(), true, Traits.Failback.AUTOMATIC);
    try (RunningGateway gateway =
        builder()
            .limits(patient())
            .traits(one, one, one)
            .evidence(Proofs.demand(Rigour.STRICT, "candidate-3"))
            .start()) {
      // Given
      gateway.cut(PRIMARY, false);
      CompletableFuture<HttpResponse<String>> first = async(gateway);
      awaitReceived(third);

      // When
      CompletableFuture<HttpResponse<String>> next = async(gateway);
      held.countDown();

      // Then
      assertThat(first.get(9, TimeUnit.SECONDS).body()).contains("held");
      assertThat(next.get(9, TimeUnit.SECONDS).body()).contains("from third");
    }
  }

  private static String body(String text) {
    return OpenAiAnswers.chatBody(text);
  }

  private static Limits patient() {
    Duration long9 = Duration.ofSeconds(9);
    return new Limits(long9, long9, long9, long9, Duration.ofSeconds(20), long9, long9);
  }

  private static void awaitReceived(ScriptedUpstream upstream) {
    while (upstream.received().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  // ---- age

  @Test
  void ageClosesWhileTheReferenceIsAtHandAndOnlyMarksWhileItIsRestricted() throws Exception {
    primary.always(Script.begin().cut());
    try (RunningGateway gateway =
        strict(Proofs.strict().aged("candidate-2").unproven("candidate-3"))) {
      // When
      HttpResponse<String> atHand = gateway.chat(WHOLE);
      gateway.cut(PRIMARY, false);
      HttpResponse<String> restricted = gateway.chat(WHOLE);

      // Then
      assertThat(atHand.statusCode()).isGreaterThanOrEqualTo(500);
      assertThat(atHand.body()).contains("has been too old since");
      assertThat(restricted.body()).contains("from second");
      assertThat(evidence(restricted)).contains("non-inferior; aged; reference-restricted");
    }
  }

  @Test
  void aReferenceIsAtHandAsLongAsOneOfItsPoolIs() throws Exception {
    second.always(Script.begin().cut());
    try (RunningGateway gateway =
        builder().pooled().evidence(Proofs.demand(Rigour.STRICT)).start()) {
      // Given
      Proofs.strict().aged("fallback").show(gateway.gate());

      // When
      gateway.cut(PRIMARY, false);
      HttpResponse<String> half = gateway.chat(WHOLE);
      gateway.cut("deployment:candidate-2", false);
      HttpResponse<String> whole = gateway.chat(WHOLE);

      // Then
      assertThat(half.body()).contains("has been too old since");
      assertThat(whole.body()).contains("from third");
    }
  }

  // ---- while calls are under way

  @Test
  void aLatentCallThatMeetsARestrictionGoesOnlyToWhoIsProven() throws Exception {
    primary.always(Script.begin().stall());
    try (RunningGateway gateway =
        builder().limits(patient()).evidence(Proofs.demand(Rigour.STRICT)).start()) {
      // Given
      Proofs.strict().unproven("candidate-2").nonInferior("candidate-3").show(gateway.gate());
      CompletableFuture<HttpResponse<String>> answer = async(gateway);
      awaitReceived(primary);

      // When
      gateway.cut(PRIMARY, false);

      // Then
      assertThat(answer.get(5, TimeUnit.SECONDS).body()).contains("from third");
      assertThat(second.received()).isEmpty();
    }
  }

  @Test
  void aLatentCallThatMeetsARestrictionIsRefusedWhereNobodyIsProven() throws Exception {
    primary.always(Script.begin().stall());
    try (RunningGateway gateway =
        builder().limits(patient()).evidence(Proofs.demand(Rigour.STRICT)).start()) {
      // Given
      CompletableFuture<HttpResponse<String>> answer = async(gateway);
      awaitReceived(primary);

      // When
      gateway.cut(PRIMARY, false);

      // Then
      assertThat(answer.get(5, TimeUnit.SECONDS).body()).contains("no_proven_candidate");
    }
  }

  @Test
  void anotherBoardHoldsForTheNextCall() throws Exception {
    try (RunningGateway gateway =
        strict(Proofs.strict().unproven("candidate-2").unproven("candidate-3"))) {
      // Given
      gateway.cut(PRIMARY, false);
      assertThat(gateway.chat(WHOLE).statusCode()).isEqualTo(503);

      // When
      Proofs.strict().nonInferior("candidate-2").show(gateway.gate());

      // Then
      assertThat(gateway.chat(WHOLE).body()).contains("from second");
    }
  }

  @Test
  void aHedgeNeverAsksWhoIsUnproven() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    primary.always(Script.begin().await(slow).reply(200, "application/json", body("slow")));
    try (RunningGateway gateway =
        builder()
            .limits(patient())
            .hedge(Duration.ofMillis(20), 1, true)
            .evidence(Proofs.demand(Rigour.STRICT, "candidate-2"))
            .start()) {
      // Given
      Proofs.strict().unproven("candidate-2").nonInferior("candidate-3").show(gateway.gate());

      // When
      HttpResponse<String> answer = gateway.chat(WHOLE);
      slow.countDown();

      // Then
      assertThat(answer.body()).contains("from third");
      assertThat(evidence(answer)).contains("non-inferior");
      assertThat(second.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Rigour.class,
      names = {"STRICT", "WARN"})
  void embeddingsOfTheSameModelNeedNoEvidence(Rigour rigour) throws Exception {
    primary.always(Script.begin().cut());
    second.always(OpenAiAnswers.embeddings(List.of(new float[] {1f})));
    try (RunningGateway gateway = builder().evidence(Proofs.demand(rigour)).start()) {
      // When
      HttpResponse<String> answer = gateway.post("/v1/embeddings", EMBEDDED);

      // Then
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(evidence(answer)).isEmpty();
    }
  }

  // ---- readiness

  @Test
  void aStrictUseCaseIsNotReadyWhereOnlyUnprovenFallbacksAreLeft() throws Exception {
    try (RunningGateway gateway = strict(Proofs.strict().unproven("candidate-2"))) {
      // Given
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);

      // When
      gateway.cut(PRIMARY, false);

      // Then
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(gateway.get("/readyz").body()).contains("\"without_candidate\":1");

      // When
      Proofs.strict().nonInferior("candidate-2").show(gateway.gate());

      // Then
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aLastResortKeepsAUseCaseReady() throws Exception {
    try (RunningGateway gateway = strict(Proofs.strict().unproven("candidate-2"), "candidate-2")) {
      // When
      gateway.cut(PRIMARY, false);

      // Then
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
    }
  }
}
