package dev.polder.gateway.continuity;

import dev.polder.http.client.Headers;
import dev.polder.model.openai.ErrorBody;
import dev.polder.model.provider.Fault;
import java.util.Set;

/// What a fault means for the call: the one place that tells *gone* from *busy* from *broken*.
///
/// Error codes come first, statuses second. The first match of this order counts: an answer, the
/// caller's fault by code, access, fitness, load, the rest.
public enum FailureClass {
  /// The upstream or the way to it does not work: the next candidate.
  BROKEN,
  /// It works but has no room now: the next candidate.
  BUSY,
  /// It takes no more calls until it is paid: the next candidate, at once.
  UNPAID,
  /// Access was taken away: the next candidate, at once.
  WITHDRAWN,
  /// It cannot serve this request, though it is well: the next candidate.
  UNFIT,
  /// Wrong whoever is asked: returned as it is.
  CALLER_FAULT,
  /// A refusal is an answer: returned as it is, never a reason to ask a laxer model.
  ANSWER;

  private static final Set<String> UNPAID_CODES =
      Set.of("insufficient_quota", "enforced_spend_limit_reached", "billing_error");
  private static final Set<String> WITHDRAWN_CODES =
      Set.of(
          "model_not_found",
          "access_withdrawn",
          "unsupported_country_region_territory",
          "account_deactivated",
          "invalid_api_key");
  private static final Set<String> UNFIT_CODES =
      Set.of("context_length_exceeded", "unsupported_parameter", "unsupported_value");
  private static final Set<String> ANSWER_CODES = Set.of("content_filter");

  /// Classifies one fault.
  public static FailureClass of(Fault fault) {
    return switch (fault) {
      case Fault.Unreachable unreachable -> BROKEN;
      case Fault.CutOff cutOff -> BROKEN;
      case Fault.Garbage garbage -> BROKEN;
      case Fault.Rejected rejected -> ofRejection(rejected);
      case Fault.ReportedInStream reported ->
          reported.error().map(FailureClass::byCode).orElse(BROKEN);
    };
  }

  private static FailureClass ofRejection(Fault.Rejected rejected) {
    FailureClass coded = rejected.error().map(FailureClass::byCode).orElse(BROKEN);
    return coded == BROKEN ? byStatus(rejected.status(), rejected.headers()) : coded;
  }

  /// [#BROKEN] where no code says more.
  private static FailureClass byCode(ErrorBody error) {
    for (String code : new String[] {error.code(), error.type()}) {
      if (ANSWER_CODES.contains(code)) {
        return ANSWER;
      }
      if (UNPAID_CODES.contains(code)) {
        return UNPAID;
      }
      if (WITHDRAWN_CODES.contains(code)) {
        return WITHDRAWN;
      }
      if (UNFIT_CODES.contains(code)) {
        return UNFIT;
      }
    }
    return BROKEN;
  }

  private static FailureClass byStatus(int status, Headers headers) {
    return switch (status) {
      case 402 -> UNPAID;
      case 401, 403, 451 -> WITHDRAWN;
      case 429, 529 -> BUSY;
      case 503 -> headers.first("retry-after").isPresent() ? BUSY : BROKEN;
      case 408 -> BROKEN;
      default -> status >= 400 && status < 500 ? CALLER_FAULT : BROKEN;
    };
  }

  /// Whether another candidate may do better.
  boolean goesOn() {
    return switch (this) {
      case BROKEN, BUSY, UNPAID, WITHDRAWN, UNFIT -> true;
      case CALLER_FAULT, ANSWER -> false;
    };
  }
}
