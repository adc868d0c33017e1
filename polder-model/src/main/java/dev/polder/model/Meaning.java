package dev.polder.model;

/// What a provider means by an error, as far as its words tell more than its status. The first of
/// several is the one that counts.
public enum Meaning {
  /// The model, or a filter before it, refuses: that is an answer.
  REFUSED,
  /// It takes no more calls until it is paid.
  UNPAID,
  /// It takes no calls from us, or no longer serves this model.
  WITHDRAWN,
  /// It is well, but cannot serve this request.
  UNFIT,
  /// It has no room now.
  BUSY
}
