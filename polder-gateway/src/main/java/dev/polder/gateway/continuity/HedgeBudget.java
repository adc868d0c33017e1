package dev.polder.gateway.continuity;

/// Bounds how many calls are hedged: every call adds its share of a hedge, every hedge takes a
/// whole one. On one event loop only; each loop has its own.
public final class HedgeBudget {
  /// What can be saved up, so that a quiet night does not pay for a storm of hedges.
  private static final double MOST = 10;

  private double saved;

  /// Counts a call.
  void call(double share) {
    saved = Math.min(MOST, saved + share);
  }

  /// Takes leave for one hedge.
  boolean take() {
    if (saved < 1) {
      return false;
    }
    saved -= 1;
    return true;
  }

  /// Gives back leave that could not be used.
  void giveBack() {
    saved = Math.min(MOST, saved + 1);
  }
}
