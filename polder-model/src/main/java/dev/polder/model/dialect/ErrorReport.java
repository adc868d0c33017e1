package dev.polder.model.dialect;

import java.time.Duration;
import java.util.Optional;

/// An error in no dialect.
///
/// @param status HTTP's, or 0 for an error within a stream that states none
/// @param code what programs compare, or `""`
/// @param parameter the request's field at fault, or `""`
/// @param retryAfter how long to wait before another try, where that is known
public record ErrorReport(
    Kind kind,
    String message,
    int status,
    String code,
    String parameter,
    Optional<Duration> retryAfter) {

  /// What kind of error, and the status that goes with it where nobody states another.
  public enum Kind {
    INVALID_REQUEST(400),
    AUTHENTICATION(401),
    BILLING(402),
    PERMISSION(403),
    NOT_FOUND(404),
    CONFLICT(409),
    TOO_LARGE(413),
    RATE_LIMIT(429),
    TIMEOUT(504),
    OVERLOADED(503),
    SERVER(500);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /// HTTP's usual status for it.
    public int status() {
      return status;
    }

    /// The kind that a status alone tells.
    public static Kind of(int status) {
      return switch (status) {
        case 401 -> AUTHENTICATION;
        case 402 -> BILLING;
        case 403 -> PERMISSION;
        case 404 -> NOT_FOUND;
        case 409 -> CONFLICT;
        case 413 -> TOO_LARGE;
        case 429 -> RATE_LIMIT;
        case 408, 504 -> TIMEOUT;
        case 503, 529 -> OVERLOADED;
        default -> status >= 400 && status < 500 ? INVALID_REQUEST : SERVER;
      };
    }
  }

  /// An error of a kind, of which nothing else is known.
  public static ErrorReport of(Kind kind, String message) {
    return new ErrorReport(kind, message, 0, "", "", Optional.empty());
  }

  /// The status to answer with.
  public int statusToSend() {
    return status >= 400 ? status : kind.status();
  }
}
