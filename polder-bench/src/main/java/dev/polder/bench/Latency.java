package dev.polder.bench;

import org.HdrHistogram.Histogram;

/// A distribution of waiting times, in milliseconds.
record Latency(double median, double p99, double most, long count) {
  /// @param nanos in nanoseconds
  static Latency of(Histogram nanos) {
    return new Latency(
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6,
        nanos.getTotalCount());
  }
}
