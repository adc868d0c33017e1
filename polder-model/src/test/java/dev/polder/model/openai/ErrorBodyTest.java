package dev.polder.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
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
        "{'error':'Model Not Found','status':422,'message':'m'}      | Model Not Found: m | '' | '' | ''",
        "{'detail':[{'loc':['body','n'],'msg':'bad'},{'msg':'more'}]} | body.n: bad; more | '' | '' | ''",
        "{'message':{'detail':[{'loc':['body'],'msg':'bad'}]}}       | body: bad | '' | '' | ''",
      })
  void readsEveryFormOfTheDialect(
      String body, String message, String type, String parameter, String code) {
    // When
    ErrorBody error = read(body).orElseThrow();

    // Then
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.type()).isEqualTo(type);
    assertThat(error.parameter()).isEqualTo(parameter);
    assertThat(error.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}}         | RESOURCE_EXHAUSTED | 429",
        "[{'error':{'code':429,'status':'RESOURCE_EXHAUSTED'}}]       | RESOURCE_EXHAUSTED | 429",
        "{'error':{'code':'429'}}                                     | 429                | 429",
        "{'error':{'code':'x','type':'t','details':{'error_code':'in'}}} | in,x,t          | 0",
        "{'error':{'code':'x','status':400,'innererror':{'code':'In'}}} | In,x             | 400",
        "{'error':{'code':400,'status':'S','details':[{'reason':'R'}]}} | R,S              | 400",
        "{'object':'error','message':'m','code':'1300','raw_status_code':429} | 1300       | 429",
        "{'__type':'com.amazon#AccessDeniedException','Message':'m'}  | AccessDeniedException | 0",
        "{'type':'error','error':{'type':'overloaded_error','message':'m'}} | overloaded_error | 0",
        "{'error':{'code':700}}                                       | 700                | 0",
      })
  void readsCodesFromWithinOutwards(String body, String names, int status) {
    // When
    ErrorBody error = read(body).orElseThrow();

    // Then
    assertThat(String.join(",", error.names())).isEqualTo(names);
    assertThat(error.detail().status()).isEqualTo(status);
  }

  @Test
  void takesTheKindFromTheHeaderOfAws() {
    // Given
    Headers headers = Headers.NONE.with("x-amzn-ErrorType", "ThrottlingException:http://internal/");

    // Then
    assertThat(ErrorBody.read(headers, Bytes.utf8("{\"message\":\"slow\"}")).orElseThrow().type())
        .isEqualTo("ThrottlingException");
    assertThat(
            ErrorBody.read(headers, Bytes.utf8("{\"message\":\"m\",\"type\":\"own\"}"))
                .orElseThrow()
                .type())
        .isEqualTo("own");
  }

  @Test
  void readsHowLongToWait() {
    assertThat(
            read("[{'error':{'details':[{'@type':'x'},{'retryDelay':'19s'}]}}]")
                .orElseThrow()
                .detail()
                .retryDelay())
        .isEqualTo("19s");
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
        "[[]]",
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
