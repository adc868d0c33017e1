package dev.polder.model.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import dev.polder.testkit.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends: a request, or the one declared refusal; and what is taken is sent on as
/// valid JSON with the intended change and no other.
final class ModelRequestFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String[] REQUESTS = {
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Größe 😀\"}],\"stream\":true}",
    "{\"stream_options\":{\"include_usage\":false,\"x\":[1,-2.5e3]},\"stream\":true,\"model\":\"m\",\"messages\":[]}",
    " {\"messages\":\"\\u00e9\\n\", \"model\" : \"a\\/b\" , \"n\":null, \"tools\":{\"a\":{\"b\":[]}}} ",
  };

  @Test
  void randomBytesAreRefused() {
    Fuzz.tries(
        5_000,
        random -> {
          byte[] bytes = new byte[random.nextInt(200)];
          random.nextBytes(bytes);
          check(bytes);
        });
  }

  @Test
  void damagedRequestsAreRefusedOrSentOnAsTheyCame() {
    Fuzz.tries(8_000, random -> check(Damage.JSON.of(request(random), random)));
  }

  private static byte[] request(Random random) {
    return REQUESTS[random.nextInt(REQUESTS.length)].getBytes(UTF_8);
  }

  /// The property that Jazzer feeds too.
  static void check(byte[] body) throws IOException {
    ModelRequest request;
    try {
      request = ModelRequest.read(Operation.CHAT, Bytes.of(body));
    } catch (BadRequestException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    // A strict decoder throws where a byte does not belong.
    UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    Bytes sent = request.forUpstream("served \"é\"", true);
    ObjectNode expected = (ObjectNode) tree(Bytes.of(body));
    expected.put("model", "served \"é\"");
    if (request.stream()) {
      JsonNode options = expected.path("stream_options");
      ObjectNode edited = options.isObject() ? (ObjectNode) options : MAPPER.createObjectNode();
      edited.put("include_usage", true);
      expected.set("stream_options", edited);
    }
    assertThat(tree(sent)).isEqualTo(expected);
  }

  private static JsonNode tree(Bytes bytes) throws IOException {
    byte[] array = bytes.toArray();
    boolean mark = array.length > 2 && array[0] == (byte) 0xEF;
    return MAPPER.readTree(array, mark ? 3 : 0, array.length - (mark ? 3 : 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"m\",\"messages\":[{\"content\":\"%s\"}]}",
        "{\"model\":\"m\",\"messages\":[],\"%s\":1}",
        "{\"model\":\"%s\",\"messages\":[]}",
        "{\"model\":\"m\",\"messages\":[],\"n\":1%s}",
        "{\"model\":\"m\",\"messages\":[\"%s\"]",
      })
  void aMegabyteAnywhereIsReadOrRefusedAtOnce(String form) {
    for (String filling : new String[] {"1".repeat(1 << 20), "\\u00e9".repeat(1 << 17)}) {
      byte[] body = form.replace("%s", filling).getBytes(UTF_8);
      assertTimeout(
          Duration.ofSeconds(5),
          () -> {
            try {
              ModelRequest.read(Operation.CHAT, Bytes.of(body)).forUpstream("served", true);
            } catch (BadRequestException refused) {
              assertThat(refused.getMessage()).hasSizeLessThan(300);
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"a\":[", "{\"model\":{\"a\":"})
  void nestingIsRefusedHoweverDeep(String opening) {
    for (int depth : new int[] {201, 10_000, 1_000_000}) {
      String body = "{\"model\":\"m\",\"messages\":" + opening.repeat(depth);
      assertTimeout(
          Duration.ofSeconds(5),
          () ->
              assertThat(refusal(body)).containsAnyOf("nesting deeper than", "ends in the middle"));
    }
  }

  private static String refusal(String body) {
    try {
      ModelRequest.read(Operation.CHAT, Bytes.utf8(body));
      return "";
    } catch (BadRequestException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
