package dev.polder.evals.report;

import java.util.Arrays;

/// Many numbers of one kind, such as the latency of every answer.
public final class Values {
  private final double[] values;

  private Values(double[] values) {
    this.values = values;
  }

  /// Keeps a copy.
  ///
  /// @param values finite, in any order
  public static Values of(double... values) {
    return new Values(values.clone());
  }

  /// How many there are.
  public int n() {
    return values.length;
  }

  double[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Values that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  /// How many values there are, not which.
  @Override
  public String toString() {
    return values.length + " values";
  }
}
