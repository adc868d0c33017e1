package dev.polder.engine.serve;

import dev.polder.engine.chat.ConversationFault;
import dev.polder.engine.decode.ContextExceeded;
import java.time.Duration;

/// An error in OpenAI's form.
///
/// @param parameter the part of the request at fault; "" for none
/// @param code what programs may act upon; "" for none
record ApiError(int status, String message, String type, String parameter, String code) {
  private static final String INVALID = "invalid_request_error";

  static ApiError invalid(String parameter, String message) {
    return new ApiError(400, message, INVALID, parameter, "");
  }

  static ApiError unsupported(String parameter, String message) {
    return new ApiError(400, message, INVALID, parameter, "unsupported_parameter");
  }

  static ApiError notJson(String fault) {
    return new ApiError(400, "The request's body is not JSON: " + fault, INVALID, "", "");
  }

  static ApiError tooLarge(int most) {
    return new ApiError(
        413,
        "The request's body is larger than %d bytes. Send less.".formatted(most),
        INVALID,
        "",
        "request_too_large");
  }

  static ApiError tooSlow(Duration limit) {
    return new ApiError(
        408,
        "The request's body did not arrive within %d seconds. Send it again."
            .formatted(limit.toSeconds()),
        INVALID,
        "",
        "request_timeout");
  }

  static ApiError unknownPath(String asked) {
    return new ApiError(
        404,
        "There is no '%s'. Known: POST /v1/chat/completions, POST /v1/embeddings, GET /v1/models, GET /health."
            .formatted(asked),
        INVALID,
        "",
        "unknown_url");
  }

  static ApiError unknownModel(String wanted, String served) {
    return new ApiError(
        404,
        "There is no model '%s' here. Ask for '%s'.".formatted(wanted, served),
        INVALID,
        "model",
        "model_not_found");
  }

  static ApiError withdrawn(String reason) {
    return new ApiError(403, reason, "permission_error", "", "access_withdrawn");
  }

  static ApiError queueFull() {
    return new ApiError(
        503,
        "All slots are taken and the queue is full. Try again later.",
        "server_error",
        "",
        "queue_full");
  }

  /// What a failure of answering means to the client.
  static ApiError of(RuntimeException failure) {
    return switch (failure) {
      case RequestFault fault -> fault.error();
      case ConversationFault fault -> invalid("messages", String.valueOf(fault.getMessage()));
      case ContextExceeded fault ->
          new ApiError(
              400,
              String.valueOf(fault.getMessage()),
              INVALID,
              "messages",
              "context_length_exceeded");
      default ->
          new ApiError(500, "The engine failed: " + failure.getMessage(), "server_error", "", "");
    };
  }
}
