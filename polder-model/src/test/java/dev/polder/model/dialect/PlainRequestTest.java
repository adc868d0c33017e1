package dev.polder.model.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainRequestTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MESSAGE =
      " {\"max_tokens\": 10 ,\n \"model\" : \"letters\", \"temperature\":0.5, \"new\":[1e2],\"top_k\":3, \"messages\":[{\"role\":\"user\",\"content\":\"Größe\"}],\"stream\":true, \"tools\":[{\"name\":\"a\"}]} ";

  private static PlainRequest scan(String dialect, String body) throws RefusedException {
    return Optional.ofNullable(Spoken.dialects().get(dialect)).orElseThrow().scan(Bytes.utf8(body));
  }

  @Test
  void tellsWhatAGatewayMustKnow() throws Exception {
    // When
    PlainRequest request = scan("anthropic", MESSAGE);

    // Then
    assertThat(request.model()).isEqualTo("letters");
    assertThat(request.stream()).isTrue();
    assertThat(request.tools()).isTrue();
    assertThat(request.outputBound()).isEqualTo(OptionalLong.of(10));
    assertThat(request.length()).isEqualTo(MESSAGE.getBytes(UTF_8).length);
  }

  @Test
  void changesNothingButTheModelsName() throws Exception {
    assertThat(scan("anthropic", MESSAGE).forUpstream("served \"x\"").utf8())
        .isEqualTo(MESSAGE.replace("\"letters\"", "\"served \\\"x\\\"\""));
  }

  @Test
  void setsTheOutputBoundWhereThereIsOneAndAddsItWhereThereIsNone() throws Exception {
    assertThat(scan("anthropic", MESSAGE).forUpstream("letters", 77).utf8())
        .isEqualTo(MESSAGE.replace("10 ,", "77 ,"));
    assertThat(
            scan("responses", "{\"model\":\"m\",\"input\":\"Hello\"}").forUpstream("n", 77).utf8())
        .isEqualTo("{\"model\":\"n\",\"input\":\"Hello\",\"max_output_tokens\":77}");
  }

  @Test
  void leavesOutWhatANewerVersionNoLongerTakes() throws Exception {
    // When
    Bytes sent =
        scan("anthropic", MESSAGE)
            .with("letters", Map.of(), Set.of("temperature", "top_p", "top_k"));

    // Then
    assertThat(sent.utf8())
        .isEqualTo(
            MESSAGE
                .replace(", \"temperature\":0.5, \"new\"", ",\"new\"")
                .replace(",\"top_k\":3, \"messages\"", ",\"messages\""));
  }

  @Test
  void leavesOutTheFirstAndTheLastAndTheOnlyOne() throws Exception {
    PlainRequest request = scan("chat", "{\"a\":1,\"model\":\"m\",\"messages\":[],\"b\":2}");
    assertThat(request.with("n", Map.of(), Set.of("a", "b")).utf8())
        .isEqualTo("{\"model\":\"n\",\"messages\":[]}");
    assertThat(request.with("n", Map.of("c", "3"), Set.of("a", "b", "model", "messages")).utf8())
        .isEqualTo("{\"c\":3}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"previous_response_id\":\"resp_1\"",
        "\"conversation\":{\"id\":\"c\"}",
        "\"background\":true",
        "\"prompt\":{\"id\":\"p\"}"
      })
  void refusesWhatNeedsStateAlsoWhereNothingIsTranslated(String field) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> scan("responses", "{\"model\":\"m\",\"input\":[]," + field + "}"))
        .withMessageContaining("cannot be served here");
  }

  @Test
  void takesWhatAsksForNoState() throws Exception {
    String body =
        "{\"model\":\"m\",\"input\":[],\"previous_response_id\":null,\"background\":false}";
    assertThat(scan("responses", body).forUpstream("m").utf8()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "anthropic|{\"model\":\"m\",\"max_tokens\":1}|messages",
        "anthropic|{\"max_tokens\":1,\"messages\":[]}|model",
        "anthropic|{\"model\":7,\"max_tokens\":1,\"messages\":[]}|model",
        "anthropic|{\"model\":\"a\",\"model\":\"b\",\"max_tokens\":1,\"messages\":[]}|model",
        "responses|{\"model\":\"m\"}|input",
        "responses|{\"model\":\"m\",\"input\":[],\"stream\":1}|stream",
      })
  void namesTheFieldAtFault(String dialect, String body, String field) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> scan(dialect, body))
        .satisfies(refused -> assertThat(refused.parameter()).isEqualTo(field));
  }

  @Test
  void requestsThatBeginAlikeShareTheirHash() throws Exception {
    PlainRequest one =
        scan("responses", "{\"model\":\"m\",\"input\":\"" + "a".repeat(2000) + "\"}");
    PlainRequest two =
        scan("responses", "{\"x\":1,\"model\":\"m\",\"input\":\"" + "a".repeat(3000) + "\"}");
    assertThat(one.prefixHash()).isEqualTo(two.prefixHash());
  }

  @Test
  void damagedRequestsAreRefusedOrSentOnAsTheyCame() {
    Mutation damage =
        new Mutation(
            "\"model\":\"m\",", "{", "}", "[", ",", ":", "\"", "\\uD800", "\u00C3", "null");
    Fuzz.tries(
        4_000,
        random -> {
          byte[] body = damage.of(MESSAGE.getBytes(UTF_8), random);
          Bytes sent;
          try {
            sent =
                Optional.ofNullable(Spoken.dialects().get("anthropic"))
                    .orElseThrow()
                    .scan(Bytes.of(body))
                    .forUpstream("served");
          } catch (RefusedException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
          }
          ObjectNode expected = (ObjectNode) MAPPER.readTree(body);
          expected.put("model", "served");
          assertThat(MAPPER.readTree(sent.toArray())).isEqualTo(expected);
        });
  }
}
