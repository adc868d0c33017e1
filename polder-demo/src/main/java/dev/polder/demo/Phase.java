package dev.polder.demo;

/// What happens to the primary, in this order.
enum Phase {
  /// It serves.
  BEFORE("before"),
  /// It answers 403 with a policy reason, as a withdrawn provider would.
  WITHDRAWN("withdrawn"),
  /// Access has come back.
  RETURNED("returned"),
  /// Its process was killed in mid-answer; it comes back when its supervisor has restarted it.
  KILLED("killed");

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
