package dev.polder.evals.run;

import dev.polder.model.Meaning;
import dev.polder.model.Preset;
import dev.polder.model.provider.Fault;

/// What a fault means for a run: try again, slow down, go on, or stop.
///
/// The gateway's own classes of failure are about the next candidate; a run has none.
public enum Trouble {
  /// The deployment or the way to it does not work just now: again, a few times.
  BROKEN,
  /// It took too long: again, with fewer at once.
  LATE,
  /// It has no room: again later, with fewer at once.
  BUSY,
  /// It refuses to answer this, which is an answer.
  REFUSAL,
  /// It cannot answer this one: an error, and on to the next.
  UNFIT,
  /// It lets us in no more: nothing more is asked.
  GONE;

  /// What `fault` means, with the words of the provider's `preset`.
  public static Trouble of(Fault fault, Preset preset) {
    return switch (fault) {
      case Fault.Unreachable unreachable -> BROKEN;
      case Fault.CutOff cutOff -> LATE;
      case Fault.Garbage garbage -> BROKEN;
      case Fault.Invalid invalid -> UNFIT;
      case Fault.ReportedInStream reported -> BROKEN;
      case Fault.Rejected rejected ->
          rejected
              .error()
              .flatMap(error -> preset.meaning(rejected.status(), error.names(), error.message()))
              .map(Trouble::meant)
              .orElseGet(() -> byStatus(rejected.status()));
    };
  }

  private static Trouble meant(Meaning meaning) {
    return switch (meaning) {
      case REFUSED -> REFUSAL;
      case UNPAID, WITHDRAWN -> GONE;
      case UNFIT -> UNFIT;
      case BUSY -> BUSY;
    };
  }

  private static Trouble byStatus(int status) {
    return switch (status) {
      case 401, 402, 403, 410, 451 -> GONE;
      case 409, 429, 503, 529 -> BUSY;
      case 407, 408, 424 -> BROKEN;
      default -> status >= 400 && status < 500 ? UNFIT : BROKEN;
    };
  }
}
