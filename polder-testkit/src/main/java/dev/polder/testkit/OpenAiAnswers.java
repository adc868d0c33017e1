package dev.polder.testkit;

import java.util.Arrays;
import java.util.List;

/// Scripts in the OpenAI dialect. Texts go into JSON as they are: no quotes in them.
public final class OpenAiAnswers {
  public static final String EVENT_STREAM = "text/event-stream";
  public static final String JSON = "application/json";
  public static final String DONE = "data: [DONE]\n\n";

  private OpenAiAnswers() {}

  /// A whole chat completion.
  public static Script chat(String text) {
    return Script.begin().reply(200, JSON, chatBody(text));
  }

  public static String chatBody(String text) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1790000000,"model":"scripted",\
    "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}\
    """
        .formatted(text);
  }

  /// A whole stream: role, one chunk a text, finish, usage when `usage`, done.
  public static Script stream(boolean usage, String... texts) {
    Script script = streamHead();
    for (String text : texts) {
      script = script.chunk(contentEvent(text));
    }
    script = script.chunk(finishEvent("stop"));
    if (usage) {
      script = script.chunk(usageEvent());
    }
    return script.chunk(DONE).endOfChunks();
  }

  /// The head of a stream and its role chunk, which is no content yet.
  public static Script streamHead() {
    return Script.begin().chunkedHead(200, EVENT_STREAM).chunk(roleEvent());
  }

  public static String roleEvent() {
    return event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
  }

  public static String contentEvent(String text) {
    return event("{\"content\":\"" + text + "\"}", "null");
  }

  public static String finishEvent(String reason) {
    return event("{}", "\"" + reason + "\"");
  }

  public static String usageEvent() {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"scripted",\
    "choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}

    """;
  }

  public static String event(String delta, String finishReason) {
    return """
    data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"scripted",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, finishReason);
  }

  /// An error answer in OpenAI's form.
  public static Script error(
      int status, String type, String code, String message, String... headers) {
    return Script.begin().reply(status, JSON, errorBody(type, code, message), headers);
  }

  public static String errorBody(String type, String code, String message) {
    return """
    {"error":{"message":"%s","type":"%s","param":null,"code":"%s"}}\
    """
        .formatted(message, type, code);
  }

  /// A list of embeddings, one vector each.
  public static Script embeddings(List<float[]> vectors) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < vectors.size(); i++) {
      items.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":").append(i);
      items.append(",\"embedding\":").append(Arrays.toString(vectors.get(i))).append("}");
    }
    return Script.begin()
        .reply(
            200,
            JSON,
            "{\"object\":\"list\",\"model\":\"scripted\",\"data\":["
                + items
                + "],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
  }
}
