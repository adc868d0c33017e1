package dev.polder.evals.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "commands of these tests are Unix's")
final class ExternalCommandTest {
  private static final Sample SAMPLE =
      new Sample(
          "7",
          List.of(new Message("user", "The capital of France?")),
          new Target.Text("Paris"),
          Optional.empty(),
          Set.of(),
          1);

  @BeforeAll
  static void needsNamespaces() {
    Optional<String> lacking = Sandbox.lacking();
    assumeTrue(lacking.isEmpty(), () -> "commands cannot be shut in here: " + lacking.orElse(""));
  }

  @Test
  void givesTheCommandAllThatThereIsAndTakesItsScore() {
    // A command that answers with what it was given as the explanation.
    Score score =
        score(
            "printf '{\"score\": 0.25, \"explanation\": '; tr -d '\\n' | sed 's/[\"]//g; s/^/\"/; s/$/\"}/'");

    assertThat(score.value()).isEqualTo(0.25);
    assertThat(score.explanation())
        .isEqualTo(
            "{answer:{finish_reason:stop,text:Rome,tool_calls:[]},id:7,input:[{content:The capital of France?,role:user}],target:Paris}");
  }

  @Test
  void takesNothingElseForAScore() {
    for (String said :
        List.of(
            "1", "{}", "{\"score\": 2}", "{\"score\": \"1\"}", "good", "", "{\"score\": 1} x")) {
      assertFails(
          "cat > /dev/null; printf '%s' '" + said + "'", ScoringFailed.Reason.COMMAND_FAILED);
    }
  }

  @Test
  void saysHowTheCommandFailed() {
    assertThatThrownBy(() -> score("echo 'no such model' >&2; exit 4"))
        .hasMessageContaining("ended with code 4: 'no such model'");
  }

  @Test
  void doesNotWaitForEver() {
    assertFails("sleep 60", ScoringFailed.Reason.OVER_BOUND);
  }

  @Test
  void wantsASandboxUnlessItsOwnerAnswersForIt() {
    assertThat(ScoringsTest.scoring(options("true")).needs()).containsExactly(Need.SANDBOX);
    assertThat(ScoringsTest.scoring(options("true").put("sandbox", "none")).needs()).isEmpty();
  }

  @Test
  void aScorerThatIsToBeBinaryIs() {
    ObjectNode binary = options("echo '{\"score\": 0.5}'").put("values", "binary");

    assertThat(ScoringsTest.scoring(binary).kind()).isEqualTo(Kind.BINARY);
    assertThatThrownBy(
            () -> ScoringsTest.scoring(binary).direct(SAMPLE, Response.of("Rome"), Ports.NONE))
        .hasMessageContaining("a number 0 or 1");
  }

  private static void assertFails(String script, ScoringFailed.Reason reason) {
    assertThatThrownBy(() -> score(script))
        .isInstanceOfSatisfying(
            ScoringFailed.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  private static Score score(String script) {
    return ScoringsTest.scoring(options(script)).direct(SAMPLE, Response.of("Rome"), Ports.NONE);
  }

  private static ObjectNode options(String script) {
    ObjectNode options =
        JsonNodeFactory.instance.objectNode().put("type", "command").put("seconds", 2);
    options.putArray("command").add("/bin/sh").add("-c").add(script);
    return options;
  }
}
