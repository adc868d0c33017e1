package dev.polder.evals.suite;

import java.util.ArrayList;
import java.util.List;

/// Gathers what is wrong with a suite, up to what anybody would read.
final class Faults {
  private static final int MOST = 100;

  private final List<Fault> faults = new ArrayList<>();
  private int more;

  void add(String file, int line, String message) {
    if (faults.size() < MOST) {
      faults.add(new Fault(file, line, message));
    } else {
      more++;
    }
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  void check() throws BadSuiteException {
    if (faults.isEmpty()) {
      return;
    }
    if (more > 0) {
      faults.add(
          new Fault(faults.getLast().file(), 0, "%,d faults more, not listed.".formatted(more)));
    }
    throw new BadSuiteException(faults);
  }
}
