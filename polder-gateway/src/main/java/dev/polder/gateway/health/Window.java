package dev.polder.gateway.health;

/// Attempts of the last half to whole [HealthPolicy#WINDOW], and how many failed: two halves, of
/// which the older one is dropped when the newer one is full of time. Immutable.
///
/// @param inARow failures since the last answer
public record Window(
    long began, int calls, int failures, int callsBefore, int failuresBefore, int inARow) {
  private static final long HALF = HealthPolicy.WINDOW.toNanos() / 2;

  static Window begin(long now) {
    return new Window(now, 0, 0, 0, 0, 0);
  }

  Window answered(long now) {
    Window at = at(now);
    return new Window(at.began, at.calls + 1, at.failures, at.callsBefore, at.failuresBefore, 0);
  }

  Window broke(long now) {
    Window at = at(now);
    return new Window(
        at.began, at.calls + 1, at.failures + 1, at.callsBefore, at.failuresBefore, at.inARow + 1);
  }

  private Window at(long now) {
    long age = now - began;
    if (age < HALF) {
      return this;
    }
    return age < 2 * HALF
        ? new Window(began + HALF, 0, 0, calls, failures, inARow)
        : new Window(now, 0, 0, 0, 0, inARow);
  }

  boolean isTooMuch(int allowedInARow, double allowedShare, int countedFrom) {
    int all = calls + callsBefore;
    int failed = failures + failuresBefore;
    return inARow >= allowedInARow || (all >= countedFrom && failed >= allowedShare * all);
  }
}
