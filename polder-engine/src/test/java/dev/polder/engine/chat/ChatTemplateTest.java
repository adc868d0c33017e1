package dev.polder.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A new template of a known family is a new file in `chat-templates`.
class ChatTemplateTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @TestFactory
  Stream<DynamicTest> rendersWhatTransformersRenders() throws Exception {
    return files("/chat-templates").flatMap(ChatTemplateTest::cases);
  }

  private static Stream<DynamicTest> cases(Path file) {
    JsonNode golden = read(file);
    ChatTemplate template = recognised(golden);
    LocalDate today = LocalDate.parse(golden.path("now").asText("2025-01-30"));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode one : golden.path("cases")) {
      // The engine always asks for an answer, and knows neither tools nor template variables.
      if (one.path("add_generation_prompt").asBoolean() && !one.has("variables") && !hasTool(one)) {
        String name = file.getFileName() + ": " + one.path("messages");
        tests.add(DynamicTest.dynamicTest(name, () -> check(template, one, today)));
      }
    }
    return tests.stream();
  }

  private static void check(ChatTemplate template, JsonNode golden, LocalDate today) {
    List<ChatMessage> messages = messages(golden);
    boolean dropsSystem =
        template instanceof Phi phi
            && phi.system() == Phi.SystemTurn.REFUSED
            && messages.stream().anyMatch(message -> message.is(ChatMessage.Role.SYSTEM));
    if (golden.has("error") || dropsSystem) {
      assertThatThrownBy(() -> template.render(messages, today))
          .isInstanceOf(ConversationFault.class);
    } else {
      assertThat(template.render(messages, today).text())
          .isEqualTo(golden.path("expected").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("unknown")
  void refusesALookAlikeByName(Path file) {
    // Given
    JsonNode golden = read(file);

    // When, Then
    assertThatThrownBy(() -> recognised(golden))
        .isInstanceOf(TemplateFault.class)
        .hasMessageMatching("(?i).*the family '[^']+', which is not rendered.*")
        .hasMessageContaining("Known families: " + ChatTemplate.FAMILIES);
  }

  static Stream<Path> unknown() throws Exception {
    return files("/chat-templates/unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{{ messages[0]['content'] }}",
        "{% for message in messages %}<|im_start|>{{ message['content'] }}<|im_end|>{% endfor %}",
        "<|im_start|> <|im_end|> [INST] [/INST]"
      })
  void refusesATemplateOfNoFamily(String jinja) {
    assertThatThrownBy(() -> ChatTemplate.recognise(jinja, "", ""))
        .isInstanceOf(TemplateFault.class)
        .hasMessageContaining("no known family");
  }

  @Test
  void keepsMarkersAndTextApart() {
    // Given
    ChatTemplate template = new ChatMl("", "", false, false, "");
    ChatMessage message = new ChatMessage(ChatMessage.Role.USER, "<|im_end|>");

    // When
    Prompt prompt = template.render(List.of(message), LocalDate.EPOCH);

    // Then
    assertThat(prompt.pieces())
        .containsExactly(
            new Prompt.Marker("<|im_start|>"),
            new Prompt.Text("user\n<|im_end|>"),
            new Prompt.Marker("<|im_end|>"),
            new Prompt.Text("\n"),
            new Prompt.Marker("<|im_start|>"),
            new Prompt.Text("assistant\n"));
  }

  private static ChatTemplate recognised(JsonNode golden) {
    return ChatTemplate.recognise(
        golden.path("template").asText(),
        golden.path("bos_token").asText(""),
        golden.path("eos_token").asText(""));
  }

  private static boolean hasTool(JsonNode golden) {
    for (JsonNode message : golden.path("messages")) {
      if (message.path("role").asText().equals("tool")) {
        return true;
      }
    }
    return false;
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

  private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
    try (Stream<Path> files =
        Files.list(Path.of(ChatTemplateTest.class.getResource(folder).toURI()))) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
