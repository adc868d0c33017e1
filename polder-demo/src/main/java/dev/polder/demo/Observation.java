package dev.polder.demo;

import java.time.Duration;

/// What the application saw of one call.
///
/// @param phase in which the call began
/// @param served `primary`, `fallback`, or `""` where nobody answered
/// @param evidence the header `x-polder-evidence`, or `""`
/// @param refusal why it was refused, where it was
record Observation(
    String useCase,
    Phase phase,
    Ending ending,
    String served,
    String evidence,
    Refusal refusal,
    boolean right,
    Duration duration) {
  /// How a call ended for the application.
  enum Ending {
    /// A whole answer with a reason why it ended.
    ANSWERED,
    /// An error that says so.
    REFUSED,
    /// Nothing final within the client's patience, or an answer that just stopped.
    LOST
  }

  /// An error's status, code and message for people; those of [#NONE] say nothing.
  record Refusal(int status, String code, String message) {
    static final Refusal NONE = new Refusal(0, "", "");

    /// The message without the status, which the client puts before it.
    String words() {
      return message.replaceFirst("^" + status + ": ", "");
    }

    /// Whether it says that nobody who may answer is proven good enough.
    boolean forWantOfProof() {
      return status == 503 && code.equals("no_proven_candidate");
    }
  }

  boolean servedBy(String who) {
    return served.equals(who);
  }

  boolean refused() {
    return ending == Ending.REFUSED;
  }
}
