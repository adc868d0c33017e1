package dev.polder.gateway.continuity;

import dev.polder.model.Deployment;
import dev.polder.model.Usage;
import dev.polder.model.provider.Fault;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// One try at one deployment, after it is over.
///
/// @param result how it ended
/// @param status the upstream's HTTP status, or 0 where none arrived
/// @param reason in a few words; empty for an answer
/// @param untilFirst from its start to the first content, where any came
/// @param duration from its start to its end
/// @param usage as the upstream counted it, where it did
/// @param evidence what evidence said of its candidate; empty where nothing is asked
public record Attempt(
    Deployment deployment,
    Result result,
    int status,
    String reason,
    Optional<Duration> untilFirst,
    Duration duration,
    Optional<Usage> usage,
    String evidence) {

  /// How an attempt ended: with an answer, or why not.
  public enum Result {
    ANSWERED,
    BROKEN,
    BUSY,
    UNPAID,
    WITHDRAWN,
    UNFIT,
    /// It answered, but not what the use case's schema asks for.
    ANSWERED_INVALID,
    CALLER_FAULT,
    REFUSED,
    TOO_SLOW,
    /// Another attempt of a hedged call began sooner.
    OUTPACED,
    /// A restriction came to forbid the deployment.
    RESTRICTED,
    ABANDONED;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// As outcome lines call it.
    public String label() {
      return label;
    }

    /// Whether access to the deployment is gone, as far as this attempt can tell.
    boolean lostAccess() {
      return switch (this) {
        case UNPAID, WITHDRAWN, RESTRICTED -> true;
        case ANSWERED,
            ANSWERED_INVALID,
            BROKEN,
            BUSY,
            UNFIT,
            CALLER_FAULT,
            REFUSED,
            TOO_SLOW,
            OUTPACED,
            ABANDONED ->
            false;
      };
    }

    static Result of(FailureClass failure) {
      return switch (failure) {
        case BROKEN -> BROKEN;
        case BUSY -> BUSY;
        case UNPAID -> UNPAID;
        case WITHDRAWN -> WITHDRAWN;
        case UNFIT -> UNFIT;
        case INVALID -> ANSWERED_INVALID;
        case CALLER_FAULT -> CALLER_FAULT;
        case ANSWER -> REFUSED;
      };
    }
  }

  /// The HTTP status with which a fault came, or 0.
  static int status(Fault fault) {
    return switch (fault) {
      case Fault.Rejected rejected -> rejected.status();
      case Fault.Invalid invalid -> 200;
      case Fault.Unreachable unreachable -> 0;
      case Fault.CutOff cutOff -> 0;
      case Fault.Garbage garbage -> 0;
      case Fault.ReportedInStream reported -> 0;
    };
  }

  /// Such as `gpt-large: 403 access withdrawn`.
  public String summary() {
    return deployment.name() + ": " + reason;
  }
}
