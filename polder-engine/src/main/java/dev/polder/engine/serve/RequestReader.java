package dev.polder.engine.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.engine.chat.ChatMessage;
import dev.polder.engine.decode.Question;
import dev.polder.engine.decode.SentenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads the bodies of OpenAI's requests, and refuses by name what the engine cannot do.
final class RequestReader {
  private static final int MOST_STOPS = 4;
  private static final int MOST_TEXTS = 256;

  private final String model;

  /// @param model the name by which clients ask for the chat model
  RequestReader(String model) {
    this.model = model;
  }

  EngineRequest.Chat chat(byte[] body) {
    Fields fields = Fields.parse(body);
    demandModel(fields, model);
    refuseUnsupported(fields);
    Question question =
        new Question(
            messages(fields),
            fields.number("temperature", 0, 2),
            narrowed(fields.integer("top_k", 0, Integer.MAX_VALUE)),
            fields.number("top_p", Double.MIN_VALUE, 1),
            maxTokens(fields),
            stops(fields),
            fields.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    return new EngineRequest.Chat(
        question,
        fields.flag("stream"),
        fields.get("stream_options").path("include_usage").asBoolean(false),
        fields.text("user"));
  }

  EngineRequest.Embeddings embeddings(byte[] body) {
    Fields fields = Fields.parse(body);
    demandModel(fields, SentenceModel.NAME);
    String encoding = fields.text("encoding_format");
    if (!encoding.isEmpty() && !encoding.equals("float") && !encoding.equals("base64")) {
      throw fields.wrong("encoding_format", "\"float\" or \"base64\"");
    }
    long dimensions =
        fields.integer("dimensions", 1, Integer.MAX_VALUE).orElse(SentenceModel.DIMENSION);
    fields.refuse(
        "dimensions",
        dimensions != SentenceModel.DIMENSION,
        "Leave it out: vectors have " + SentenceModel.DIMENSION + ".");
    return new EngineRequest.Embeddings(
        texts(fields), encoding.equals("base64"), fields.text("user"));
  }

  private static void demandModel(Fields fields, String served) {
    String wanted = fields.text("model");
    if (wanted.isEmpty()) {
      throw fields.wrong("model", "\"" + served + "\"");
    }
    if (!wanted.equals(served)) {
      throw new RequestFault(ApiError.unknownModel(wanted, served));
    }
  }

  private static void refuseUnsupported(Fields fields) {
    fields.refuse("n", fields.integer("n", 1, 128).orElse(1) > 1, "Ask several times instead.");
    fields.refuse("tools", !fields.get("tools").isEmpty(), "Leave it out.");
    fields.refuse("functions", !fields.get("functions").isEmpty(), "Leave it out.");
    fields.refuse(
        "response_format",
        !fields.get("response_format").path("type").asText("text").equals("text"),
        "Only {\"type\":\"text\"} is.");
    fields.refuse("logprobs", fields.flag("logprobs"), "Leave it out.");
    fields.refuse("logit_bias", !fields.get("logit_bias").isEmpty(), "Leave it out.");
    for (String penalty : List.of("frequency_penalty", "presence_penalty")) {
      fields.refuse(penalty, fields.number(penalty, -2, 2).orElse(0) != 0, "Only 0 is.");
    }
  }

  private static List<ChatMessage> messages(Fields fields) {
    JsonNode array = fields.get("messages");
    if (!array.isArray() || array.isEmpty()) {
      throw fields.wrong("messages", "a list of at least one message");
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      messages.add(message(array.get(i), "messages[" + i + "]"));
    }
    return messages;
  }

  private static ChatMessage message(JsonNode message, String place) {
    ChatMessage.Role role =
        switch (message.path("role").asText("")) {
          case "system", "developer" -> ChatMessage.Role.SYSTEM;
          case "user" -> ChatMessage.Role.USER;
          case "assistant" -> ChatMessage.Role.ASSISTANT;
          default ->
              throw new RequestFault(
                  ApiError.invalid(
                      place + ".role",
                      "'%s.role' is %s, which the embedded engine does not support. Send system, developer, user or assistant."
                          .formatted(place, message.path("role"))));
        };
    return new ChatMessage(role, content(message.path("content"), place + ".content"));
  }

  private static String content(JsonNode content, String place) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
        throw new RequestFault(
            ApiError.unsupported(
                place,
                "'%s' has a part of type '%s', which the embedded engine does not support. Send text parts only."
                    .formatted(place, part.path("type").asText())));
      }
      text.append(part.path("text").asText());
    }
    if (!content.isArray()) {
      throw new RequestFault(
          ApiError.invalid(
              place, "'%s' is no text. Send a string or a list of text parts.".formatted(place)));
    }
    return text.toString();
  }

  private static OptionalInt maxTokens(Fields fields) {
    OptionalLong newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    OptionalLong older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    return narrowed(newer.isPresent() ? newer : older);
  }

  private static OptionalInt narrowed(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  private static List<String> stops(Fields fields) {
    JsonNode value = fields.get("stop");
    if (value.isMissingNode()) {
      return List.of();
    }
    List<String> stops = strings(value);
    boolean noStrings = stops.isEmpty() && (value.isTextual() || !value.isEmpty());
    if (noStrings || stops.size() > MOST_STOPS || stops.contains("")) {
      throw fields.wrong("stop", "a non-empty string or a list of at most " + MOST_STOPS);
    }
    return stops;
  }

  private static List<String> texts(Fields fields) {
    List<String> texts = strings(fields.get("input"));
    if (texts.isEmpty() || texts.size() > MOST_TEXTS || texts.stream().anyMatch(String::isBlank)) {
      throw fields.wrong(
          "input", "a text that is not blank, or a list of at most " + MOST_TEXTS + " such texts");
    }
    return texts;
  }

  /// A string, or the strings of a list; nothing for anything else.
  private static List<String> strings(JsonNode value) {
    List<String> strings = new ArrayList<>();
    if (value.isTextual()) {
      strings.add(value.asText());
    }
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        return List.of();
      }
      strings.add(element.asText());
    }
    return strings;
  }
}
