package dev.polder.bench;

import java.util.List;
import java.util.Locale;

/// The figures of a comparison as Markdown: what a change of Polder's code does to its cost.
final class Comparison {
  private Comparison() {}

  /// Each contender beside the first, and each workload's CPU and throughput, round by round.
  static String of(Results results, List<Contender> contenders, List<Workload> workloads) {
    StringBuilder text =
        new StringBuilder(
                "| | | a second | CPU µs | without compilers | throughput ratio | CPU ratio | without compilers |\n")
            .append("|---|---|---|---|---|---|---|---|\n");
    for (Workload workload : workloads) {
      List<Double> perSecond = throughput(results, contenders.getFirst(), workload);
      List<Double> cpu = cpu(results, contenders.getFirst(), workload);
      List<Double> serving = serving(results, contenders.getFirst(), workload);
      for (Contender contender : contenders) {
        List<Double> ownPerSecond = throughput(results, contender, workload);
        List<Double> ownCpu = cpu(results, contender, workload);
        text.append("| %s | %s |".formatted(workload.label(), contender.name()));
        append(text, ownPerSecond);
        List<Double> ownServing = serving(results, contender, workload);
        append(text, ownCpu);
        append(text, ownServing);
        append(text, Statistics.paired(ownPerSecond, perSecond, (own, first) -> own / first));
        append(text, Statistics.paired(ownCpu, cpu, (own, first) -> own / first));
        append(text, Statistics.paired(ownServing, serving, (own, first) -> own / first));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static List<Double> throughput(Results results, Contender contender, Workload workload) {
    return results.measured(contender.name(), workload, Measured::perSecond);
  }

  private static List<Double> cpu(Results results, Contender contender, Workload workload) {
    return results.measured(contender.name(), workload, Measured::cpuMicros);
  }

  private static List<Double> serving(Results results, Contender contender, Workload workload) {
    return results.measured(contender.name(), workload, Measured::servingMicros);
  }

  private static void append(StringBuilder text, List<Double> values) {
    Statistics.Spread spread = Statistics.spread(values);
    text.append(
        String.format(
            Locale.ROOT, " %.2f [%.2f, %.2f] |", spread.median(), spread.lower(), spread.upper()));
  }
}
