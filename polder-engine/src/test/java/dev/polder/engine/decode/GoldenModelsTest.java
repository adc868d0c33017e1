package dev.polder.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.polder.engine.chat.ChatMessage;
import dev.polder.engine.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Greedy answers equal those of `transformers` token for token: on a tiny model of each family,
/// and on the models that ship with the project. A new model is a folder with a `golden.jsonl`.
class GoldenModelsTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Instant NOW = Instant.parse("2025-01-30T12:00:00Z");

  @TestFactory
  Stream<DynamicTest> answersTokenForTokenLikeTransformers() throws Exception {
    return models(Path.of(GoldenModelsTest.class.getResource("/models").toURI()));
  }

  @TestFactory
  Stream<DynamicTest> answersTokenForTokenLikeTransformersWithTheShippedModels()
      throws IOException {
    Path models = Path.of("..", "models");
    if (Files.isDirectory(models)) {
      return models(models);
    }
    return Stream.of(
        DynamicTest.dynamicTest(
            "models",
            () -> Assumptions.abort("The repository has no folder 'models' with golden answers.")));
  }

  private static Stream<DynamicTest> models(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("golden.jsonl")))
          .sorted()
          .toList()
          .stream()
          .map(folder ->
              DynamicTest.dynamicTest(folder.getFileName().toString(), () -> checkAnswers(folder)));
    }
  }

  private static void checkAnswers(Path folder) throws IOException {
    ModelFolder model = ModelFolder.read(folder);
    try (ChatModel chat = ChatModel.load(model, 1, InstantSource.fixed(NOW), new Random(1))) {
      for (String line : Files.readAllLines(folder.resolve("golden.jsonl"))) {
        checkAnswer(chat, MAPPER.readTree(line));
      }
    }
  }

  /// Where people's text holds special tokens, the plain variant of the golden answer counts.
  private static void checkAnswer(ChatModel chat, JsonNode golden) {
    String variant = golden.has("prompt_ids_plain") ? "_plain" : "";
    List<ChatMessage> messages = messages(golden);
    List<Integer> expected = integers(golden.path("output_ids" + variant));
    StringBuilder text = new StringBuilder();

    List<Integer> prompt = IntStream.of(chat.promptTokens(messages)).boxed().toList();
    Answer answer = chat.answer(Question.of(messages).greedy(expected.size()), new Collector(text));

    assertThat(prompt)
        .as("prompt of %s", messages)
        .isEqualTo(integers(golden.path("prompt_ids" + variant)));
    assertThat(answer.tokens()).as("answer to %s", messages).isEqualTo(expected);
    checkText(text.toString(), golden.path("text" + variant).asText());
  }

  /// Of byte tokens that are no character, `transformers` makes the whole run of bytes before them
  /// unreadable; a stream has given out the characters of that run already. So texts with such
  /// bytes are compared up to the first of them.
  private static void checkText(String text, String expected) {
    int unreadable = expected.indexOf('\uFFFD');
    if (unreadable < 0) {
      assertThat(text).isEqualTo(expected);
    } else {
      assertThat(text).startsWith(expected.substring(0, unreadable)).contains("\uFFFD");
    }
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> integers = new ArrayList<>();
    array.forEach(element -> integers.add(element.asInt()));
    return integers;
  }

  private static List<ChatMessage> messages(JsonNode golden) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : golden.path("messages")) {
      String role = message.path("role").asText().toUpperCase(Locale.ROOT);
      messages.add(
          new ChatMessage(ChatMessage.Role.valueOf(role), message.path("content").asText()));
    }
    return messages;
  }

  private record Collector(StringBuilder text) implements AnswerListener {
    @Override
    public void started(int promptTokens) {}

    @Override
    public void text(String part) {
      assertThat(part).isNotEmpty();
      text.append(part);
    }

    @Override
    public boolean cancelled() {
      return false;
    }
  }
}
