package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import dev.polder.model.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeAnswerTest {
  private static final String CHAT =
      "{'id':'c','choices':[{'index':0,'message':{'role':'assistant','content':'é','finish_reason':'x'},"
          + "'finish_reason':'stop'}],'usage':{'prompt_tokens':7,'completion_tokens':3}}";

  private static WholeAnswer read(Operation operation, String quoted) throws IOException {
    return WholeAnswer.read(operation, Bytes.utf8(quoted.replace('\'', '"')));
  }

  @Test
  void readsAChatAnswer() throws Exception {
    // When
    WholeAnswer answer = read(Operation.CHAT, CHAT);

    // Then
    assertThat(answer.answers()).isTrue();
    assertThat(answer.error()).isFalse();
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.usage()).contains(new Usage(7, 3));
  }

  @Test
  void readsAListOfEmbeddings() throws Exception {
    // When
    WholeAnswer answer =
        read(
            Operation.EMBEDDINGS,
            "{'data':[{'embedding':[0.5,-1e-3],'index':0}],'usage':{'prompt_tokens':5}}");

    // Then
    assertThat(answer.answers()).isTrue();
    assertThat(answer.usage()).contains(new Usage(5, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'data':[]}", "{'choices':null}", "{'choices':{}}", "{'usage':1}"})
  void anObjectWithoutChoicesAnswersNothing(String body) throws Exception {
    assertThat(read(Operation.CHAT, body).answers()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'error':{'message':'m'}}", "{'error':'m'}", "{'choices':[],'error':1}"})
  void anErrorIsToldInSpiteOfItsStatus(String body) throws Exception {
    assertThat(read(Operation.CHAT, body).error()).isTrue();
  }

  @Test
  void everyCutIsNoticed() {
    String body = CHAT.replace('\'', '"');
    for (int cut = 0; cut < body.length(); cut++) {
      Bytes part = Bytes.utf8(body.substring(0, cut));
      assertThatThrownBy(() -> WholeAnswer.read(Operation.CHAT, part))
          .as("cut at %d", cut)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'choices':[1",
        "{'choices':['x',{'a':",
        "{'choices':[null]",
        "[]",
        "1",
        "<html>"
      })
  void oddElementsHideNoCut(String body) {
    assertThatThrownBy(() -> read(Operation.CHAT, body)).isInstanceOf(IOException.class);
  }

  @Test
  void oddElementsHideNothingBehindThem() throws Exception {
    assertThat(read(Operation.CHAT, "{'choices':[null,[1]],'error':'m'}").error()).isTrue();
  }
}
