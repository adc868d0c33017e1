package dev.polder.bench;

import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Loads every contender with every workload, in rounds and in alternating order, so that what
/// disturbs the machine for a while disturbs all of them alike.
final class Rounds {
  private static final Duration RAMP = Duration.ofMillis(500);

  private static final List<Workload> FULL_SPEED =
      List.of(Workload.ANSWER_2K, Workload.ANSWER_50K, Workload.EVENTS_50);

  private static final List<Workload> ALL =
      List.of(Workload.ANSWER_2K, Workload.ANSWER_50K, Workload.EVENTS_50, Workload.PACED_25);

  /// A contender whose compilers take more than this share of its CPU is not warm yet: what they
  /// take would count as the cost of requests, and more for whoever has more code.
  private static final double STILL_COMPILING = 0.03;

  /// How much longer a profile takes than a measurement.
  private static final int WINDOWS = 5;

  private final Settings settings;
  private final List<Contender> contenders;
  private final EventLoopGroup loop;
  private final Failures failures;
  private final Results results = new Results();

  Rounds(Settings settings, List<Contender> contenders, EventLoopGroup loop, Failures failures) {
    this.settings = settings;
    this.contenders = List.copyOf(contenders);
    this.loop = loop;
    this.failures = failures;
  }

  Results run() throws InterruptedException {
    if (settings.warmUp().isPositive()) {
      warmUp(ALL);
    }
    for (int round = 0; round < settings.rounds(); round++) {
      List<Contender> order = round % 2 == 0 ? contenders : contenders.reversed();
      run(order);
      System.err.printf("round %d of %d%n", round + 1, settings.rounds());
    }
    return results;
  }

  /// The same with these workloads only, and without latencies.
  Results compare(List<Workload> workloads) throws InterruptedException {
    warmUp(workloads);
    for (int round = 0; round < settings.rounds(); round++) {
      for (Workload workload : workloads) {
        for (Contender contender : round % 2 == 0 ? contenders : contenders.reversed()) {
          results.add(
              contender,
              workload,
              workload.kind() == Workload.Kind.PACED
                  ? paced(contender).run().measured()
                  : closedLoop(contender, workload).run(settings.settle(), settings.window()));
        }
      }
      System.err.printf("round %d of %d%n", round + 1, settings.rounds());
    }
    return results;
  }

  /// Loads one contender with every workload and says when it was busy with which.
  List<Profile.Stretch> stretches(Contender contender) throws InterruptedException {
    warmUp(ALL);
    List<Profile.Stretch> stretches = new ArrayList<>();
    for (Workload workload : FULL_SPEED) {
      Instant from = Instant.now();
      closedLoop(contender, workload).run(Duration.ZERO, settings.window().multipliedBy(WINDOWS));
      stretches.add(new Profile.Stretch(workload, from, Instant.now()));
    }
    Instant from = Instant.now();
    for (int i = 0; i < WINDOWS; i++) {
      paced(contender).run();
    }
    stretches.add(new Profile.Stretch(Workload.PACED_25, from, Instant.now()));
    return stretches;
  }

  private void warmUp(List<Workload> workloads) throws InterruptedException {
    for (Contender contender : contenders) {
      long end = System.nanoTime() + settings.warmUp().toNanos();
      double compiling = 1;
      while (compiling > STILL_COMPILING && System.nanoTime() < end) {
        compiling = warmUpOnce(contender, workloads);
      }
      System.err.printf(
          Locale.ROOT, "%s is warm (%.0f %% compiling)%n", contender.name(), 100 * compiling);
    }
  }

  /// Loads it with everything once; which share of its CPU the compilers took meanwhile.
  private double warmUpOnce(Contender contender, List<Workload> workloads)
      throws InterruptedException {
    long cpu = contender.processes().cpuNanos();
    long compilers = contender.processes().compilerNanos();
    for (Workload workload : workloads) {
      if (workload.kind() == Workload.Kind.PACED) {
        paced(contender).run();
      } else {
        closedLoop(contender, workload).run(Duration.ZERO, settings.window());
      }
    }
    return (double) (contender.processes().compilerNanos() - compilers)
        / Math.max(1, contender.processes().cpuNanos() - cpu);
  }

  private void run(List<Contender> order) throws InterruptedException {
    for (Workload workload : FULL_SPEED) {
      for (Contender contender : order) {
        results.add(
            contender,
            workload,
            closedLoop(contender, workload).run(settings.settle(), settings.window()));
      }
    }
    for (Contender contender : order) {
      PacedLoad.Result paced = paced(contender).run();
      results.add(contender, Workload.PACED_25, paced.measured());
      results.add(contender, Workload.PACED_25, paced.lateness());
    }
    for (Contender contender : order) {
      OpenLoop openLoop =
          new OpenLoop(loop, contender, Workload.ANSWER_2K, Settings.LATENCY_RATE, failures);
      results.add(
          contender,
          Workload.ANSWER_2K,
          openLoop.run(settings.settle(), settings.window().plus(settings.settle())));
    }
  }

  private ClosedLoop closedLoop(Contender contender, Workload workload) {
    return new ClosedLoop(loop, contender, workload, Settings.CONNECTIONS, failures);
  }

  private PacedLoad paced(Contender contender) {
    return new PacedLoad(
        loop,
        contender,
        Workload.PACED_25,
        Settings.PACED_STREAMS,
        RAMP,
        settings.settle().plus(RAMP),
        settings.window(),
        failures);
  }
}
