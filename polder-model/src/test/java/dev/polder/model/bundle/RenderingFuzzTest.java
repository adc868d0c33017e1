package dev.polder.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.Operation;
import dev.polder.model.Preset;
import dev.polder.model.openai.BadRequestException;
import dev.polder.model.openai.ModelRequest;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Whatever a client sends: a refusal, or a request whose JSON differs from the client's in what
/// the use case says, and in nothing else.
final class RenderingFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Mutation DAMAGE =
      new Mutation(
          "\"messages\":[]",
          "\"messages\":null,",
          ",\"max_tokens\":9999",
          "\"seed\":null,",
          "{{schema}}",
          "[]",
          "[ ]",
          "]",
          "}",
          "\\",
          "\"",
          "\\u005d",
          ",",
          "\n--- messages\n",
          "\u00ef\u00bb\u00bf");
  private static final String[] REQUESTS = {
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Größe {{schema}} 😀\"}],\"stream\":true}",
    "{\"max_tokens\":500,\"messages\":[ ],\"stream_options\":{\"x\":1},\"stream\":true,\"seed\":3,\"model\":\"m\"}",
    " {\"messages\" : [[],\"]\",{\"a\":\"[\\\"\"}] , \"response_format\":null,\"model\" : \"a\\/b\" }",
  };
  private static final Bundle BUNDLE =
      new Bundle(
          Optional.of(Some.template("--- system\nFit {{schema}}!\n--- messages\n--- user\nNow.")),
          Some.parameters(Map.of("seed", "7", "temperature", "0.5")),
          OptionalInt.of(100),
          Optional.of(Some.schema("{\"type\":\"object\"}")));

  @Test
  void nothingButWhatTheUseCaseSaysIsChanged() {
    Fuzz.tries(
        10_000,
        random ->
            check(DAMAGE.of(REQUESTS[random.nextInt(REQUESTS.length)].getBytes(UTF_8), random)));
  }

  @Test
  void anUndamagedRequestIsRenderedToo() throws Exception {
    for (String request : REQUESTS) {
      assertThat(check(request.getBytes(UTF_8))).isTrue();
    }
  }

  private static boolean check(byte[] body) throws IOException {
    Rendering rendering;
    try {
      ModelRequest request = ModelRequest.read(Operation.CHAT, Bytes.of(body));
      rendering = Rendering.of(request, List.of(BUNDLE));
    } catch (BadRequestException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return false;
    }
    ModelRequest rendered = rendering.toward(Some.deployment(Preset.VLLM), BUNDLE);
    assertThat(tree(rendered.forUpstream("served", true).toArray()))
        .isEqualTo(expected((ObjectNode) tree(body), rendering.request()));
    return true;
  }

  /// The same by way of a tree, as nobody may do it with a client's bytes.
  private static JsonNode expected(ObjectNode tree, ModelRequest request) throws IOException {
    ArrayNode messages = MAPPER.createArrayNode();
    messages.addObject().put("role", "system").put("content", "Fit {\"type\":\"object\"}!");
    tree.path("messages").forEach(messages::add);
    messages.addObject().put("role", "user").put("content", "Now.");
    tree.set("messages", messages);
    tree.put("model", "served");
    if (!tree.has("seed")) {
      tree.put("seed", 7);
    }
    if (!tree.has("temperature")) {
      tree.put("temperature", 0.5);
    }
    boolean bounded = false;
    for (String name : List.of("max_tokens", "max_completion_tokens")) {
      if (tree.hasNonNull(name)) {
        bounded = true;
        JsonNode asked = tree.get(name);
        boolean within = asked.isInt() && asked.asInt() >= 0 && asked.asInt() <= 100;
        if (!within) {
          tree.put(name, 100);
        }
      }
    }
    if (!bounded) {
      tree.put("max_tokens", 100);
    }
    if (!tree.hasNonNull("response_format")) {
      tree.set(
          "response_format",
          MAPPER.readTree(
              "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"}}}"));
    }
    if (request.stream()) {
      JsonNode options = tree.path("stream_options");
      ObjectNode edited = options.isObject() ? (ObjectNode) options : MAPPER.createObjectNode();
      edited.put("include_usage", true);
      tree.set("stream_options", edited);
    }
    return tree;
  }

  private static JsonNode tree(byte[] array) throws IOException {
    boolean mark = array.length > 2 && array[0] == (byte) 0xEF;
    return MAPPER.readTree(array, mark ? 3 : 0, array.length - (mark ? 3 : 0));
  }
}
