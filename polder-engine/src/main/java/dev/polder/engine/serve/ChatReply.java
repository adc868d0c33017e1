package dev.polder.engine.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.engine.decode.Answer;
import dev.polder.engine.decode.AnswerListener;

/// An answer on its way to the client: whole at its end, or as a stream of its parts.
sealed interface ChatReply extends AnswerListener {
  /// The answer has ended.
  void finished(Answer answer);

  /// There will be no answer, or no more of it.
  void failed(ApiError error);

  /// What every document of one answer says.
  ///
  /// @param created in seconds since 1970
  record Head(String id, String model, long created) {
    ObjectNode document(String object) {
      return Json.object()
          .put("id", id)
          .put("object", object)
          .put("created", created)
          .put("model", model);
    }
  }

  private static String reason(Answer answer) {
    return switch (answer.finish()) {
      case STOP, CANCELLED -> "stop";
      case LENGTH -> "length";
    };
  }

  private static void putUsage(ObjectNode document, Answer answer) {
    int completion = answer.tokens().size();
    document
        .putObject("usage")
        .put("prompt_tokens", answer.promptTokens())
        .put("completion_tokens", completion)
        .put("total_tokens", answer.promptTokens() + completion);
  }

  /// Sends one document when the answer is whole.
  record Whole(Outgoing outgoing, Head head, StringBuilder text) implements ChatReply {
    @Override
    public void started(int promptTokens) {}

    @Override
    public void text(String part) {
      text.append(part);
    }

    @Override
    public boolean cancelled() {
      return outgoing.left();
    }

    @Override
    public void finished(Answer answer) {
      ObjectNode document = head.document("chat.completion");
      ObjectNode choice = document.putArray("choices").addObject().put("index", 0);
      choice
          .putObject("message")
          .put("role", "assistant")
          .put("content", text.toString())
          .putNull("refusal");
      choice.putNull("logprobs").put("finish_reason", reason(answer));
      putUsage(document, answer);
      outgoing.json(200, document.toString());
    }

    @Override
    public void failed(ApiError error) {
      outgoing.error(error);
    }
  }

  /// Sends each part as an event. An error after the first event is an event too, and then neither
  /// a finish reason nor `[DONE]` follows.
  final class Streamed implements ChatReply {
    private final Outgoing outgoing;
    private final Head head;
    private final boolean includesUsage;
    private boolean begun;

    Streamed(Outgoing outgoing, Head head, boolean includesUsage) {
      this.outgoing = outgoing;
      this.head = head;
      this.includesUsage = includesUsage;
    }

    @Override
    public void started(int promptTokens) {
      begun = true;
      outgoing.beginEvents();
      ObjectNode document = chunk();
      choice(document).putObject("delta").put("role", "assistant").put("content", "");
      outgoing.event(document.toString());
    }

    @Override
    public void text(String part) {
      ObjectNode document = chunk();
      choice(document).putObject("delta").put("content", part);
      outgoing.event(document.toString());
    }

    @Override
    public boolean cancelled() {
      return outgoing.left();
    }

    @Override
    public void finished(Answer answer) {
      ObjectNode document = chunk();
      ObjectNode choice = choice(document);
      choice.putObject("delta");
      choice.put("finish_reason", reason(answer));
      outgoing.event(document.toString());
      if (includesUsage) {
        ObjectNode last = head.document("chat.completion.chunk");
        last.putArray("choices");
        putUsage(last, answer);
        outgoing.event(last.toString());
      }
      outgoing.event("[DONE]");
      outgoing.endEvents();
    }

    @Override
    public void failed(ApiError error) {
      if (begun) {
        outgoing.event(Json.error(error));
        outgoing.endEvents();
      } else {
        outgoing.error(error);
      }
    }

    private ObjectNode chunk() {
      ObjectNode document = head.document("chat.completion.chunk");
      if (includesUsage) {
        document.putNull("usage");
      }
      return document;
    }

    private static ObjectNode choice(ObjectNode document) {
      return document
          .putArray("choices")
          .addObject()
          .put("index", 0)
          .putNull("logprobs")
          .putNull("finish_reason");
    }
  }
}
