package dev.polder.gateway.continuity;

import dev.polder.http.client.Headers;
import dev.polder.model.Meaning;
import dev.polder.model.Preset;
import dev.polder.model.openai.ErrorBody;
import dev.polder.model.provider.Fault;
import java.util.Locale;
import java.util.Optional;

/// What a fault means for the call: the one place that tells *gone* from *busy* from *broken*.
///
/// Error codes come first, statuses second; where a kind of provider leaves only prose at a status,
/// its preset's phrases say which class of those that the status allows. An answer counts before
/// access, access before fitness, and fitness before load.
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
  /// It answered, but not what the use case's schema asks for: it is asked once more, then the next
  /// candidate is.
  INVALID,
  /// Wrong whoever is asked: returned as it is.
  CALLER_FAULT,
  /// A refusal is an answer: returned as it is, never a reason to ask a laxer model.
  ANSWER;

  /// Classifies one fault.
  ///
  /// @param preset of the provider that it comes from, which knows how that speaks
  public static FailureClass of(Fault fault, Preset preset) {
    return switch (fault) {
      case Fault.Unreachable unreachable -> BROKEN;
      case Fault.CutOff cutOff -> BROKEN;
      case Fault.Garbage garbage -> BROKEN;
      case Fault.Invalid invalid -> INVALID;
      case Fault.Rejected rejected ->
          rejected.status() >= 400
              ? ofAnswer(rejected, preset)
              : behindSuccess(rejected.error(), preset);
      case Fault.ReportedInStream reported -> behindSuccess(reported.error(), preset);
    };
  }

  private static FailureClass ofAnswer(Fault.Rejected rejected, Preset preset) {
    int status = rejected.status();
    return rejected
        .error()
        .flatMap(error -> preset.meaning(status, error.names(), error.message()))
        .map(FailureClass::meant)
        .orElseGet(() ->
            status == 403 && isPage(rejected) ? BROKEN : byStatus(status, rejected.headers()));
  }

  /// An error behind a status of success, where the body may state the status that it should have
  /// had. Such an error cannot be returned as it is: clients would take it for an answer.
  private static FailureClass behindSuccess(Optional<ErrorBody> error, Preset preset) {
    int status = error.map(body -> body.detail().status()).orElse(0);
    FailureClass stated =
        error
            .flatMap(body -> preset.meaning(status, body.names(), body.message()))
            .map(FailureClass::meant)
            .orElseGet(() -> status == 0 ? BROKEN : byStatus(status, Headers.NONE));
    return stated == CALLER_FAULT ? BROKEN : stated;
  }

  private static FailureClass meant(Meaning meaning) {
    return switch (meaning) {
      case REFUSED -> ANSWER;
      case UNPAID -> UNPAID;
      case WITHDRAWN -> WITHDRAWN;
      case UNFIT -> UNFIT;
      case BUSY -> BUSY;
    };
  }

  /// A page for people is the word of a filter or a firewall on the way, not of the service: it may
  /// have disliked one caller's prompt, and no key of ours is at stake.
  private static boolean isPage(Fault.Rejected rejected) {
    String type = rejected.headers().first("content-type").orElse("").toLowerCase(Locale.ROOT);
    return rejected.error().isEmpty() && type.startsWith("text/html");
  }

  private static FailureClass byStatus(int status, Headers headers) {
    return switch (status) {
      case 402 -> UNPAID;
      // 410 is defined as gone, and likely for good (RFC 9110).
      case 401, 403, 410, 451 -> WITHDRAWN;
      // Official clients take 409 for a lock that somebody else holds, and try again.
      case 409, 429, 529 -> BUSY;
      case 503 -> headers.first("retry-after").isPresent() ? BUSY : BROKEN;
      // The proxy on the way wants a password; the upstream waited too long; the model behind the
      // service failed (Bedrock).
      case 407, 408, 424 -> BROKEN;
      default -> status >= 400 && status < 500 ? CALLER_FAULT : BROKEN;
    };
  }

  /// Whether another candidate may do better.
  boolean goesOn() {
    return switch (this) {
      case BROKEN, BUSY, UNPAID, WITHDRAWN, UNFIT, INVALID -> true;
      case CALLER_FAULT, ANSWER -> false;
    };
  }
}
