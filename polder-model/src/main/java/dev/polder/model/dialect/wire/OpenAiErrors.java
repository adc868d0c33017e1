package dev.polder.model.dialect.wire;

import dev.polder.http.Bytes;
import dev.polder.model.dialect.ErrorReport;
import dev.polder.model.dialect.ErrorReport.Kind;
import dev.polder.model.openai.ErrorBody;
import java.util.Optional;

/// Errors in the form that both of OpenAI's dialects have.
public final class OpenAiErrors {
  private OpenAiErrors() {}

  /// Reads an error's body in any of the forms that servers use.
  public static ErrorReport read(int status, Bytes body) {
    Optional<ErrorBody> read = ErrorBody.read(body);
    ErrorBody error =
        read.orElse(new ErrorBody("The upstream reported an error and did not say which.", "", ""));
    int stated = status >= 400 ? status : error.detail().status();
    return new ErrorReport(
        kind(error, stated),
        error.message(),
        stated,
        error.code(),
        error.parameter(),
        Optional.empty());
  }

  /// Codes come first, statuses second; types are too broad to tell more than either.
  private static Kind kind(ErrorBody error, int status) {
    return named(error.code())
        .or(() -> status >= 400 ? Optional.of(Kind.of(status)) : named(error.type()))
        .orElse(Kind.SERVER);
  }

  private static Optional<Kind> named(String name) {
    return switch (name) {
      case "rate_limit_exceeded", "rate_limit_error", "requests", "tokens" ->
          Optional.of(Kind.RATE_LIMIT);
      case "insufficient_quota", "billing_error" -> Optional.of(Kind.BILLING);
      case "invalid_api_key", "authentication_error" -> Optional.of(Kind.AUTHENTICATION);
      case "permission_error" -> Optional.of(Kind.PERMISSION);
      case "not_found_error", "model_not_found" -> Optional.of(Kind.NOT_FOUND);
      case "invalid_prompt", "context_length_exceeded", "invalid_request_error" ->
          Optional.of(Kind.INVALID_REQUEST);
      case "timeout", "timeout_error" -> Optional.of(Kind.TIMEOUT);
      case "overloaded_error", "server_overloaded", "service_unavailable_error" ->
          Optional.of(Kind.OVERLOADED);
      default -> Optional.empty();
    };
  }

  /// The error as OpenAI's dialects write it.
  public static ErrorBody body(ErrorReport error) {
    return new ErrorBody(error.message(), type(error.kind()), error.parameter(), error.code());
  }

  /// The type that OpenAI's dialects give such an error.
  public static String type(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST, TOO_LARGE, CONFLICT -> "invalid_request_error";
      case AUTHENTICATION -> "authentication_error";
      case BILLING -> "insufficient_quota";
      case PERMISSION -> "permission_error";
      case NOT_FOUND -> "not_found_error";
      case RATE_LIMIT -> "rate_limit_error";
      case TIMEOUT -> "timeout_error";
      case OVERLOADED, SERVER -> "server_error";
    };
  }

  /// The status with which OpenAI's dialects tell such an error: 529 is Anthropic's own.
  public static int status(ErrorReport error) {
    int status = error.statusToSend();
    return status == 529 ? 503 : status;
  }
}
