package dev.polder.bench;

import java.util.function.LongSupplier;

/// A stretch of time in which units of work and the contender's CPU are counted.
final class Window {
  private final Contender contender;
  private final LongSupplier units;
  private final long unitsBefore;
  private final long cpuBefore;
  private final long compilersBefore;
  private final long opened;

  private Window(Contender contender, LongSupplier units) {
    this.contender = contender;
    this.units = units;
    this.unitsBefore = units.getAsLong();
    this.cpuBefore = contender.processes().cpuNanos();
    this.compilersBefore = contender.processes().compilerNanos();
    this.opened = System.nanoTime();
  }

  static Window open(Contender contender, LongSupplier units) {
    return new Window(contender, units);
  }

  Measured close() {
    long nanos = System.nanoTime() - opened;
    long cpu = contender.processes().cpuNanos() - cpuBefore;
    long done = units.getAsLong() - unitsBefore;
    long compilers = contender.processes().compilerNanos() - compilersBefore;
    return Measured.of(done, nanos, cpu, compilers, contender.processes().residentBytes());
  }
}
