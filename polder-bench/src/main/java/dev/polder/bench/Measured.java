package dev.polder.bench;

/// What one contender did in one window.
///
/// @param perSecond requests or events
/// @param cpuMicros of the contender's processes, per request or event
/// @param compilingMicros the part of it that its just-in-time compilers took
/// @param cores how many of them its processes kept busy
/// @param residentMegabytes of its processes, at the window's end
record Measured(
    double perSecond,
    double cpuMicros,
    double compilingMicros,
    double cores,
    double residentMegabytes) {
  /// Its cost once all is compiled.
  double servingMicros() {
    return cpuMicros - compilingMicros;
  }

  static Measured of(
      long units, long nanos, long cpuNanos, long compilerNanos, long residentBytes) {
    return new Measured(
        units * 1e9 / nanos,
        units == 0 ? Double.NaN : cpuNanos / 1e3 / units,
        units == 0 ? Double.NaN : compilerNanos / 1e3 / units,
        (double) cpuNanos / nanos,
        residentBytes / (1024.0 * 1024.0));
  }
}
