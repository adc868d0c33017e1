package dev.polder.gateway.server;

import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.continuity.CallFailure;
import dev.polder.http.Bytes;
import dev.polder.http.client.Headers;
import dev.polder.http.sse.SseText;
import dev.polder.model.openai.ErrorBody;
import dev.polder.model.provider.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An error as the client gets it: the one place where failures become HTTP.
///
/// @param body JSON, Polder's own or an upstream's as it came
record ErrorAnswer(int status, Bytes body, String contentType, Headers headers) {
  private static final String JSON = "application/json";

  /// Seconds until a client may try again where a restriction or the like keeps it out.
  private static final String NOT_SOON = "30";

  private static final String HOW_TO_PROVE =
      "Those who run Polder see with 'polder evidence' what would prove one, and may name a"
          + " 'last-resort' that answers unproven.";

  static ErrorAnswer of(int status, ErrorBody error, String... headers) {
    Headers fields = Headers.NONE;
    for (int i = 0; i < headers.length; i += 2) {
      fields = fields.with(headers[i], headers[i + 1]);
    }
    return new ErrorAnswer(status, Bytes.utf8(error.json()), JSON, fields);
  }

  static ErrorAnswer invalidRequest(int status, String message, String parameter) {
    return of(status, new ErrorBody(message, "invalid_request_error", parameter, ""));
  }

  static ErrorAnswer unauthorised() {
    return of(
        401,
        new ErrorBody(
            "No valid key came with this request. Send one as 'Authorization: Bearer polder-…';"
                + " 'polder keys new' makes one.",
            "invalid_request_error",
            "invalid_api_key"),
        "www-authenticate",
        "Bearer");
  }

  static ErrorAnswer unexpected() {
    return of(500, new ErrorBody("Polder failed unexpectedly.", "server_error", "unexpected"));
  }

  static ErrorAnswer unknownModel(String model, List<String> nearest) {
    String shown = model.length() > 100 ? model.substring(0, 100) + "…" : model;
    return of(
        404,
        new ErrorBody(
            "There is no use case or deployment '%s'. Nearest names: %s. GET /v1/models lists all."
                .formatted(shown, String.join(", ", nearest)),
            "invalid_request_error",
            "model",
            "model_not_found"));
  }

  /// For a failure of the call while the client has seen no byte of a reply.
  static ErrorAnswer of(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Returned returned -> returned(returned.fault());
      case CallFailure.Exhausted exhausted -> exhausted(exhausted);
      case CallFailure.DeadlinePassed passed -> of(504, error(passed), "retry-after", "1");
      case CallFailure.NoCandidate none -> of(503, error(none), nobody(none));
      case CallFailure.NoneProven unproven ->
          of(
              503,
              error(unproven),
              "retry-after",
              unproven.earliest().map(ErrorAnswer::seconds).orElse(NOT_SOON));
      case CallFailure.Interrupted interrupted -> of(502, error(interrupted));
      case CallFailure.CutOff cut -> of(502, error(cut));
    };
  }

  /// Where the configuration itself leaves nobody, trying again is in vain; a restriction may be
  /// lifted, and who rests comes back.
  private static String[] nobody(CallFailure.NoCandidate none) {
    return none.lasts()
        ? new String[] {"x-should-retry", "false"}
        : new String[] {"retry-after", none.earliest().map(ErrorAnswer::seconds).orElse(NOT_SOON)};
  }

  /// Whole seconds, at least one.
  private static String seconds(Duration left) {
    return Long.toString(Math.max(1, Math.ceilDiv(left.toMillis(), 1000)));
  }

  private static ErrorAnswer returned(Fault fault) {
    if (fault instanceof Fault.Rejected rejected && rejected.error().isPresent()) {
      return new ErrorAnswer(rejected.status(), rejected.body(), JSON, Headers.NONE);
    }
    int status = fault instanceof Fault.Rejected rejected ? rejected.status() : 502;
    return of(status, new ErrorBody(fault.summary(), "upstream_error", ""));
  }

  /// The last upstream's status and words are kept, unless it is out for good while another may
  /// recover: then 503 keeps clients trying, where a 401 would make them give up. Where none may
  /// recover, clients are told not to try again, whatever the status.
  private static ErrorAnswer exhausted(CallFailure.Exhausted exhausted) {
    ErrorBody error = error(exhausted);
    String earliest = exhausted.earliest().map(ErrorAnswer::seconds).orElse("5");
    boolean another = anotherMayRecover(exhausted);
    if (!another && isInvalid(exhausted)) {
      return of(502, error, "x-should-retry", "false");
    }
    if (!(exhausted.last() instanceof Fault.Rejected rejected) || rejected.status() < 400) {
      return of(503, error, "retry-after", earliest);
    }
    if (mayRecover(exhausted.attempts().getLast())) {
      // A proxy between Polder and the upstream must not ask the client for a password.
      int status = rejected.status() == 407 ? 502 : rejected.status();
      return of(status, error, "retry-after", earliest);
    }
    if (another) {
      return of(503, nobodyAnswered(exhausted), "retry-after", earliest);
    }
    return of(rejected.status(), error, "x-should-retry", "false");
  }

  private static boolean anotherMayRecover(CallFailure.Exhausted exhausted) {
    return exhausted.earliest().isPresent()
        || exhausted.attempts().stream().anyMatch(ErrorAnswer::mayRecover);
  }

  /// What stands between the client and an answer is the use case's schema: the last one did not
  /// fit it, or an earlier one did not and all who came after are out for good.
  private static boolean isInvalid(CallFailure.Exhausted exhausted) {
    return exhausted.last() instanceof Fault.Invalid
        || (!anotherMayRecover(exhausted)
            && exhausted.attempts().stream()
                .anyMatch(attempt -> attempt.result() == Attempt.Result.ANSWERED_INVALID));
  }

  private static ErrorBody noneFits(CallFailure.Exhausted exhausted) {
    return withAttempts(
        new ErrorBody(
            "No answer fits the JSON schema of the use case, so none is passed on.",
            "server_error",
            "",
            "invalid_answer"),
        exhausted);
  }

  private static boolean mayRecover(Attempt attempt) {
    return switch (attempt.result()) {
      case BROKEN, BUSY, TOO_SLOW, RESTRICTED -> true;
      case ANSWERED,
          ANSWERED_INVALID,
          UNPAID,
          WITHDRAWN,
          UNFIT,
          CALLER_FAULT,
          REFUSED,
          OUTPACED,
          ABANDONED ->
          false;
    };
  }

  /// The same failure as an event within a stream that has begun.
  static Bytes inStream(CallFailure failure) {
    Optional<Fault> fault =
        switch (failure) {
          case CallFailure.Interrupted interrupted -> Optional.of(interrupted.fault());
          case CallFailure.Returned returned -> Optional.of(returned.fault());
          case CallFailure.Exhausted exhausted -> Optional.empty();
          case CallFailure.DeadlinePassed passed -> Optional.empty();
          case CallFailure.CutOff cut -> Optional.empty();
          case CallFailure.NoneProven unproven -> Optional.empty();
          case CallFailure.NoCandidate none -> Optional.empty();
        };
    if (fault.isPresent() && fault.get() instanceof Fault.ReportedInStream reported) {
      return reported.bytes();
    }
    return SseText.data(error(failure).json());
  }

  private static ErrorBody error(CallFailure failure) {
    return switch (failure) {
      case CallFailure.Returned returned ->
          upstreamError(returned.fault()).orElse(new ErrorBody(returned.fault().summary(), "", ""));
      case CallFailure.Exhausted exhausted when isInvalid(exhausted) -> noneFits(exhausted);
      case CallFailure.Exhausted exhausted ->
          upstreamError(exhausted.last())
              .map(upstream -> withAttempts(upstream, exhausted))
              .orElse(nobodyAnswered(exhausted));
      case CallFailure.DeadlinePassed passed ->
          new ErrorBody(
              "No answer within the call's limit of %s s. Attempts: %s."
                  .formatted(
                      passed.limit().toMillis() / 1000.0, CallFailure.list(passed.attempts())),
              "server_error",
              "deadline_exceeded");
      case CallFailure.Interrupted interrupted ->
          new ErrorBody(
              "The answer broke off: deployment '%s' failed in the middle of it (%s). What came before"
                      .formatted(
                          interrupted.attempt().deployment().name(), interrupted.fault().summary())
                  + " this event is incomplete.",
              "server_error",
              "interrupted");
      case CallFailure.CutOff cut ->
          new ErrorBody(
              "The answer was ended: deployment '%s' may not be used any more (%s). What came before this event is incomplete."
                  .formatted(cut.attempt().deployment().name(), cut.restriction()),
              "server_error",
              "restricted");
      case CallFailure.NoneProven unproven ->
          new ErrorBody(
              "No candidate that may serve this call is proven: %s. %s"
                  .formatted(
                      unproven.attempts().isEmpty()
                          ? unproven.reason()
                          : CallFailure.list(unproven.attempts()) + "; " + unproven.reason(),
                      HOW_TO_PROVE),
              "server_error",
              "no_proven_candidate");
      case CallFailure.NoCandidate none ->
          new ErrorBody(
              "No candidate may serve this call: " + none.reason() + ".",
              "server_error",
              "no_candidate");
    };
  }

  private static ErrorBody nobodyAnswered(CallFailure.Exhausted exhausted) {
    return withAttempts(new ErrorBody("No candidate answered.", "", ""), exhausted);
  }

  private static ErrorBody withAttempts(ErrorBody words, CallFailure.Exhausted exhausted) {
    String failed = CallFailure.list(exhausted.attempts());
    return new ErrorBody(
        exhausted.unproven().isEmpty()
            ? "%s (Every candidate failed: %s.)".formatted(words.message(), failed)
            : "%s (Every candidate that is proven failed: %s. Left out: %s.)"
                .formatted(words.message(), failed, exhausted.unproven()),
        words.type().isEmpty() ? "server_error" : words.type(),
        words.parameter(),
        words.code().isEmpty() ? "no_candidate_left" : words.code());
  }

  private static Optional<ErrorBody> upstreamError(Fault fault) {
    return switch (fault) {
      case Fault.Rejected rejected -> rejected.error();
      case Fault.ReportedInStream reported -> reported.error();
      case Fault.Unreachable unreachable -> Optional.empty();
      case Fault.CutOff cutOff -> Optional.empty();
      case Fault.Garbage garbage -> Optional.empty();
      case Fault.Invalid invalid -> Optional.empty();
    };
  }
}
