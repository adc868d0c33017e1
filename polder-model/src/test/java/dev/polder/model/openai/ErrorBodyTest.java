package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorBodyTest {
  private static Optional<ErrorBody> read(String quoted) {
    return ErrorBody.read(Bytes.utf8(quoted.replace('\'', '"')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'m','type':'t','param':'p','code':'c'}} | m | t | p | c",
        "{'error':{'message':'m','type':null,'param':null,'code':null}} | m | '' | '' | ''",
        "{'error':{'message':'m','code':429}}                        | m | '' | '' | 429",
        "{'error':{'message':{'x':1},'code':['c']}}                  | '' | '' | '' | ''",
        "{'error':{}}                                                | '' | '' | '' | ''",
        "{'error':'m'}                                               | m | '' | '' | ''",
        "{'object':'error','message':'m','type':'t','code':400}      | m | t | '' | 400",
        "{'detail':'m'}                                              | m | '' | '' | ''",
        "{'error':null,'message':'m'}                                | m | '' | '' | ''",
      })
  void readsEveryFormOfTheDialect(
      String body, String message, String type, String parameter, String code) {
    assertThat(read(body)).contains(new ErrorBody(message, type, parameter, code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html>502</html>",
        "[]",
        "1",
        "null",
        "{}",
        "{'detail':[{'loc':[]}]}",
        "{'error':",
        "{'error':['m']}"
      })
  void readsNothingIntoOtherBodies(String body) {
    assertThat(read(body)).isEmpty();
  }

  @Test
  void aBodyNestedBeyondReasonIsNoError() {
    assertThat(read("{'error':" + "[".repeat(100_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "\"quoted\" \\ /", "\u0000\u0001\b\f\n\r\t\u001f", "é 文 😀 \u2028"})
  void whatItWritesReadsBack(String text) {
    // Given
    ErrorBody error = new ErrorBody(text, "t" + text, "p" + text, "c" + text);

    // When
    Bytes written = Bytes.utf8(error.json());

    // Then
    assertThat(ErrorBody.read(written)).contains(error);
    assertThat(error.json()).doesNotContain("\n").doesNotContain("\r");
  }

  @Test
  void whatIsNotKnownIsWrittenAsNull() throws Exception {
    // When
    JsonNode written = new JsonMapper().readTree(new ErrorBody("m", "t", "").json()).get("error");

    // Then
    assertThat(written.get("param").isNull()).isTrue();
    assertThat(written.get("code").isNull()).isTrue();
  }
}
