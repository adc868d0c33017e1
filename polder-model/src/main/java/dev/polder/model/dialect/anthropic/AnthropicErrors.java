package dev.polder.model.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.http.Bytes;
import dev.polder.model.dialect.ErrorReport;
import dev.polder.model.dialect.ErrorReport.Kind;
import dev.polder.model.dialect.json.Json;
import dev.polder.model.openai.ErrorBody;
import java.util.Optional;

/// The dialect's errors: `{"type":"error","error":{"type","message"},"request_id"}`.
final class AnthropicErrors {
  /// The dialect's own status for a provider without room.
  private static final int OVERLOADED = 529;

  private AnthropicErrors() {}

  static ErrorReport read(int status, Bytes body) {
    ErrorBody error =
        ErrorBody.read(body)
            .orElse(new ErrorBody("The upstream reported an error and did not say which.", "", ""));
    return new ErrorReport(
        kind(error.type()).orElse(Kind.of(status)),
        error.message(),
        status,
        error.type(),
        "",
        Optional.empty());
  }

  private static Optional<Kind> kind(String type) {
    return switch (type) {
      case "invalid_request_error" -> Optional.of(Kind.INVALID_REQUEST);
      case "authentication_error" -> Optional.of(Kind.AUTHENTICATION);
      case "billing_error" -> Optional.of(Kind.BILLING);
      case "permission_error" -> Optional.of(Kind.PERMISSION);
      case "not_found_error" -> Optional.of(Kind.NOT_FOUND);
      case "conflict_error" -> Optional.of(Kind.CONFLICT);
      case "request_too_large" -> Optional.of(Kind.TOO_LARGE);
      case "rate_limit_error" -> Optional.of(Kind.RATE_LIMIT);
      case "timeout_error" -> Optional.of(Kind.TIMEOUT);
      case "overloaded_error" -> Optional.of(Kind.OVERLOADED);
      case "api_error" -> Optional.of(Kind.SERVER);
      default -> Optional.empty();
    };
  }

  static String type(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case BILLING -> "billing_error";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case CONFLICT -> "conflict_error";
      case TOO_LARGE -> "request_too_large";
      case RATE_LIMIT -> "rate_limit_error";
      case TIMEOUT -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
      case SERVER -> "api_error";
    };
  }

  static ObjectNode tree(ErrorReport error) {
    ObjectNode tree = Json.object().put("type", "error");
    tree.putObject("error").put("type", type(error.kind())).put("message", error.message());
    return tree;
  }

  static int status(ErrorReport error) {
    boolean stated = error.status() >= 400 && error.status() != 503;
    return error.kind() == Kind.OVERLOADED && !stated ? OVERLOADED : error.statusToSend();
  }
}
