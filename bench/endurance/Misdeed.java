/// What an upstream does with one request: the rows of the table of failures, and a few more.
enum Misdeed {
  /// Answers as it should.
  NONE,
  /// Answers slowly, one piece after the other.
  DRIP,
  /// Answers with one very large event.
  HUGE_EVENT,
  /// Answers with a refusal, which is an answer.
  REFUSAL,
  RESET_BEFORE_HEAD,
  CLOSE_BEFORE_HEAD,
  RESET_AFTER_HEAD,
  GARBAGE_FOR_HEAD,
  GARBAGE_FOR_BODY,
  SHORTER_THAN_SAID,
  STATUS_500,
  STATUS_502,
  STATUS_503,
  STATUS_503_RETRY_AFTER,
  STATUS_429,
  STATUS_429_RETRY_AFTER,
  STATUS_529,
  UNPAID_402,
  UNPAID_429,
  WITHDRAWN_401,
  WITHDRAWN_403,
  WITHDRAWN_404,
  CONTEXT_400,
  CALLER_400,
  CALLER_422,
  FILTERED_400,
  ERROR_AS_FIRST_EVENT,
  ERROR_IN_MID_STREAM,
  RESET_IN_MID_STREAM,
  CLOSE_IN_MID_STREAM,
  /// The body ends as HTTP wants it, but the answer is not whole.
  END_IN_MID_STREAM,
  STALL_BEFORE_HEAD,
  STALL_BEFORE_FIRST_TOKEN,
  STALL_IN_MID_STREAM;

  /// Misdeeds that a client may see as a whole answer.
  boolean answers() {
    return ordinal() <= REFUSAL.ordinal();
  }
}
