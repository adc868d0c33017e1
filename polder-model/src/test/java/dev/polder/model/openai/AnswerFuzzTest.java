package dev.polder.model.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.http.sse.SseFramer;
import dev.polder.model.Operation;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.OpenAiAnswers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever an upstream sends is understood or is the one declared exception, which failover
/// understands.
final class AnswerFuzzTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void damagedEventsAreReadOrRefused() {
    Fuzz.tries(8_000, random -> checkEvent(Damage.JSON.of(event(random), random)));
  }

  /// The property that Jazzer feeds too.
  static void checkEvent(byte[] data) throws IOException {
    ChatChunk chunk;
    try {
      chunk = ChatChunk.read(Bytes.of(data));
    } catch (IOException declared) {
      return;
    }
    if (chunk.withoutNullUsage().isPresent() && usages(data) == 1) {
      ObjectNode expected = (ObjectNode) MAPPER.readTree(data);
      expected.remove("usage");
      assertThat(MAPPER.readTree(chunk.withoutNullUsage().get().toArray()))
          .as(() -> "without its null usage: " + new String(data, UTF_8))
          .isEqualTo(expected);
    }
  }

  /// How many fields of that name the object itself has.
  private static int usages(byte[] data) throws IOException {
    int usages = 0;
    try (JsonParser json = MAPPER.createParser(data)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        usages += json.currentName().equals("usage") ? 1 : 0;
        json.nextToken();
        json.skipChildren();
      }
    }
    return usages;
  }

  private static byte[] event(Random random) {
    String event =
        switch (random.nextInt(5)) {
          case 0 ->
              OpenAiAnswers.contentEvent("größe 😀")
                  .replace("\"choices\"", "\"usage\":null,\"choices\"");
          case 1 -> OpenAiAnswers.finishEvent("stop");
          case 2 -> OpenAiAnswers.usageEvent();
          case 3 -> OpenAiAnswers.toolCallEvent(1, "id", "name");
          default -> "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\"}}\n\n";
        };
    return event.substring("data: ".length()).strip().getBytes(UTF_8);
  }

  @Test
  void damagedStreamsAreFramedAndReadOrRefused() {
    Fuzz.tries(
        1_000,
        random -> {
          List<byte[]> events = new ArrayList<>();
          SseFramer framer = new SseFramer(100_000, frame -> events.add(frame.data().toArray()));
          for (int i = 0; i < 5; i++) {
            byte[] event = event(random);
            framer.feed(Bytes.utf8("data: "));
            framer.feed(Bytes.of(Damage.JSON.of(event, random)));
            framer.feed(Bytes.utf8("\n\n"));
          }
          for (byte[] event : events) {
            checkEvent(event);
          }
        });
  }

  @Test
  void damagedAnswersAreReadOrRefused() {
    Fuzz.tries(
        5_000,
        random ->
            checkWhole(Damage.JSON.of(OpenAiAnswers.chatBody("größe 😀").getBytes(UTF_8), random)));
  }

  /// The property that Jazzer feeds too.
  static void checkWhole(byte[] body) {
    for (Operation operation : Operation.values()) {
      try {
        WholeAnswer.read(operation, Bytes.of(body));
      } catch (IOException declared) {
        // That is what it declares.
      }
    }
  }

  @Test
  void damagedErrorsAreReadOrNone() {
    String[] errors = {
      OpenAiAnswers.errorBody("type", "code", "größe 😀"),
      "{\"error\":\"text\"}",
      "{\"message\":\"m\",\"type\":\"t\",\"code\":401}",
      "{\"detail\":\"d\"}",
    };
    Fuzz.tries(
        5_000,
        random ->
            checkError(
                Damage.JSON.of(errors[random.nextInt(errors.length)].getBytes(UTF_8), random)));
  }

  /// The property that Jazzer feeds too: what was read can be written.
  static void checkError(byte[] body) throws IOException {
    ErrorBody.isInDialect(Bytes.of(body));
    Optional<ErrorBody> read = ErrorBody.read(Bytes.of(body));
    if (read.isPresent()) {
      assertThat(MAPPER.readTree(read.get().typed().json()).path("error").isObject()).isTrue();
    }
  }

  @Test
  void deeplyNestedAnswersAreRefused() throws IOException {
    for (String opening : new String[] {"[", "{\"choices\":[", "{\"error\":{", "{\"usage\":"}) {
      byte[] deep = opening.repeat(200_000).getBytes(UTF_8);
      checkEvent(deep);
      checkWhole(deep);
      checkError(deep);
    }
  }
}
