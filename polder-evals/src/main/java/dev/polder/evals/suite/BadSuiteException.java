package dev.polder.evals.suite;

import java.util.List;
import java.util.stream.Collectors;

/// A suite that cannot be used, with all that is wrong with it. Nothing of it was taken.
public final class BadSuiteException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Fault> faults;

  BadSuiteException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /// In the order of files and lines.
  public List<Fault> faults() {
    return faults;
  }
}
