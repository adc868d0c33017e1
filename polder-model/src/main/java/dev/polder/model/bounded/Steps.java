package dev.polder.model.bounded;

/// How many steps a check may still take. For one thread.
final class Steps {
  private long left;

  Steps(long left) {
    this.left = left;
  }

  void take(int steps) {
    left -= steps;
    if (left < 0) {
      throw new BoundedText.TooManySteps();
    }
  }
}
