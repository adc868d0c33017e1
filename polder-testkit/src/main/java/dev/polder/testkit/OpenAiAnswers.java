package dev.polder.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
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

  /// The first delta of a tool call, which alone carries its identifier and name.
  public static String toolCallEvent(int index, String id, String name) {
    return event(
        """
        {"tool_calls":[{"index":%d,"id":"%s","type":"function",\
        "function":{"name":"%s","arguments":""}}]}\
        """
            .formatted(index, id, name),
        "null");
  }

  /// A fragment of a tool call's arguments; quotes in it are escaped here.
  public static String toolArgumentsEvent(int index, String fragment) {
    return event(
        """
        {"tool_calls":[{"index":%d,"function":{"arguments":"%s"}}]}\
        """
            .formatted(index, fragment.replace("\"", "\\\"")),
        "null");
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

  /// A list of embeddings, one vector each, as JSON numbers.
  public static Script embeddings(List<float[]> vectors) {
    return embeddingList(vectors.stream().map(Arrays::toString).toList());
  }

  /// The same vectors as official clients ask for them: base64 of 32-bit floats, little-endian.
  public static Script base64Embeddings(List<float[]> vectors) {
    return embeddingList(vectors.stream().map(OpenAiAnswers::base64).toList());
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return '"' + Base64.getEncoder().encodeToString(bytes.array()) + '"';
  }

  private static Script embeddingList(List<String> vectors) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < vectors.size(); i++) {
      items.append(i == 0 ? "" : ",").append("{\"object\":\"embedding\",\"index\":").append(i);
      items.append(",\"embedding\":").append(vectors.get(i)).append("}");
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
