package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.Bytes;
import dev.polder.testkit.OpenAiAnswers;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer's text is put together, from one piece or from a stream's many.
final class AnswerTextTest {
  @Test
  void anAnswerInOnePieceSaysItsText() throws IOException {
    assertThat(AnswerText.ofWhole(Bytes.utf8(OpenAiAnswers.chatBody("Grüße\\n\\\"x\\\""))))
        .containsExactly(new AnswerText("Grüße\n\"x\"", "stop", false));
  }

  @Test
  void aStreamsPiecesAreJoinedAndTheRestIsPassedOver() throws IOException {
    Bytes events =
        Bytes.utf8(
            ": comment\n\n"
                + OpenAiAnswers.roleEvent()
                + OpenAiAnswers.contentEvent("{\\\"a\\\"")
                + OpenAiAnswers.event("{\"reasoning_content\":\"hm\"}", "null")
                + OpenAiAnswers.contentEvent(":1}").replace("\n", "\r\n")
                + OpenAiAnswers.finishEvent("stop")
                + OpenAiAnswers.usageEvent()
                + OpenAiAnswers.DONE);

    assertThat(AnswerText.ofStream(events))
        .containsExactly(new AnswerText("{\"a\":1}", "stop", false));
  }

  @Test
  void choicesAreToldApart() throws IOException {
    String event =
        "data: {\"choices\":[{\"index\":%d,\"delta\":{\"content\":\"%s\"},\"finish_reason\":%s}]}\n\n";

    assertThat(
            AnswerText.ofStream(
                Bytes.utf8(
                    event.formatted(1, "b", "null")
                        + event.formatted(0, "a", "\"stop\"")
                        + event.formatted(1, "c", "\"length\""))))
        .isEqualTo(
            List.of(new AnswerText("a", "stop", false), new AnswerText("bc", "length", false)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"1\"}]},\"finish_reason\":\"tool_calls\"}",
        "{\"message\":{\"content\":null,\"function_call\":{\"name\":\"f\"}}}",
        "{\"message\":{\"content\":null,\"refusal\":\"I cannot.\"}}",
        "{\"message\":{\"content\":\"part\"},\"finish_reason\":\"content_filter\"}",
      })
  void toolCallsAndRefusalsSpeakOtherwise(String choice) throws IOException {
    assertThat(AnswerText.ofWhole(Bytes.utf8("{\"choices\":[" + choice + "]}")))
        .singleElement()
        .matches(AnswerText::speaksOtherwise);
  }

  @Test
  void emptyFieldsOfThatKindDoNot() throws IOException {
    assertThat(
            AnswerText.ofWhole(
                Bytes.utf8(
                    "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"tool_calls\":[],\"refusal\":null}}]}")))
        .containsExactly(new AnswerText("x", "", false));
  }

  @Test
  void whatIsNoJsonIsSaidSo() {
    assertThatThrownBy(() -> AnswerText.ofStream(Bytes.utf8("data: {\"choices\":\n\n")))
        .isInstanceOf(IOException.class);
  }
}
