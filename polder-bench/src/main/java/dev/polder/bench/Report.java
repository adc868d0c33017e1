package dev.polder.bench;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The figures as Markdown, ready for docs/reference/benchmarks.md.
final class Report {
  private static final List<String> ALL =
      List.of(Contender.DIRECT, Contender.NGINX, Contender.RELAY, Contender.POLDER);
  private static final double LEAST_THROUGHPUT = 0.75;
  private static final double MOST_CPU = 1.33;
  private static final double MOST_ADDED_MEDIAN = 0.3;
  private static final double MOST_ADDED_P99 = 1;

  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private Report(Results results) {
    this.results = results;
  }

  static String of(Results results) {
    Report report = new Report(results);
    report.workload(Workload.ANSWER_2K, "requests/s", "request");
    report.workload(Workload.ANSWER_50K, "requests/s", "request");
    report.workload(Workload.EVENTS_50, "streams/s", "stream");
    report.workload(Workload.PACED_25, "events/s", "event");
    report.ratios();
    report.lateness();
    report.latency();
    return report.text.toString();
  }

  private void workload(Workload workload, String rate, String unit) {
    line("### %s%s", capital(workload.title()), concurrency(workload));
    line("");
    line("| | %s | CPU µs/%s | cores busy | resident MB |", rate, unit);
    line("|---|---|---|---|---|");
    for (String contender : present()) {
      boolean ours = !contender.equals(Contender.DIRECT);
      line(
          "| %s | %s | %s | %s | %s |",
          contender,
          spread(measured(contender, workload, Measured::perSecond), 0),
          ours ? spread(measured(contender, workload, Measured::cpuMicros), 1) : "",
          ours ? middle(measured(contender, workload, Measured::cores), 2) : "",
          ours ? middle(measured(contender, workload, Measured::residentMegabytes), 0) : "");
    }
    line("");
  }

  private static String concurrency(Workload workload) {
    return switch (workload.kind()) {
      case ANSWER, UNSPACED -> ", %d connections".formatted(Settings.CONNECTIONS);
      case PACED -> ", %,d streams".formatted(Settings.PACED_STREAMS);
    };
  }

  private void ratios() {
    line("### Polder beside the bare relay, round by round");
    line("");
    line("| | throughput | bar | CPU | bar | |");
    line("|---|---|---|---|---|---|");
    ratio(Workload.ANSWER_2K);
    ratio(Workload.ANSWER_50K);
    ratio(Workload.EVENTS_50);
    ratio(Workload.PACED_25);
    line("");
  }

  private void ratio(Workload workload) {
    List<Double> throughput = ratios(workload, Measured::perSecond);
    List<Double> cpu = ratios(workload, Measured::cpuMicros);
    boolean met = median(throughput) >= LEAST_THROUGHPUT && median(cpu) <= MOST_CPU;
    line(
        "| %s | %s | ≥ %s | %s | ≤ %s | %s |",
        workload.title(),
        spread(throughput, 2),
        LEAST_THROUGHPUT,
        spread(cpu, 2),
        MOST_CPU,
        verdict(met));
  }

  private List<Double> ratios(Workload workload, ToDoubleFunction<Measured> value) {
    return Statistics.paired(
        measured(Contender.POLDER, workload, value),
        measured(Contender.RELAY, workload, value),
        (polder, relay) -> polder / relay);
  }

  private void lateness() {
    line("### Lateness of events, %s, ms", Workload.PACED_25.title());
    line("");
    line("| | p50 | p99 | most |");
    line("|---|---|---|---|");
    for (String contender : present()) {
      line(
          "| %s | %s | %s | %s |",
          contender,
          spread(latencies(contender, Workload.PACED_25, Latency::median), 2),
          spread(latencies(contender, Workload.PACED_25, Latency::p99), 2),
          middle(latencies(contender, Workload.PACED_25, Latency::most), 1));
    }
    line("");
  }

  private void latency() {
    line("### Latency at %d requests/s, %s, ms", Settings.LATENCY_RATE, Workload.ANSWER_2K.title());
    line("");
    line("| | p50 | p99 | added p50 | added p99 | |");
    line("|---|---|---|---|---|---|");
    for (String contender : present()) {
      if (contender.equals(Contender.DIRECT)) {
        line(
            "| %s | %s | %s | | | |",
            contender, latency(contender, Latency::median), latency(contender, Latency::p99));
      } else {
        List<Double> median = added(contender, Latency::median);
        List<Double> p99 = added(contender, Latency::p99);
        boolean met = median(median) <= MOST_ADDED_MEDIAN && median(p99) <= MOST_ADDED_P99;
        line(
            "| %s | %s | %s | %s | %s | %s |",
            contender,
            latency(contender, Latency::median),
            latency(contender, Latency::p99),
            spread(median, 3),
            spread(p99, 3),
            contender.equals(Contender.POLDER) ? verdict(met) : "");
      }
    }
    line("");
    line("Bars for Polder: ≤ %s ms at p50, ≤ %s ms at p99.", MOST_ADDED_MEDIAN, MOST_ADDED_P99);
  }

  private String latency(String contender, ToDoubleFunction<Latency> value) {
    return spread(latencies(contender, Workload.ANSWER_2K, value), 3);
  }

  private List<Double> added(String contender, ToDoubleFunction<Latency> value) {
    return Statistics.paired(
        latencies(contender, Workload.ANSWER_2K, value),
        latencies(Contender.DIRECT, Workload.ANSWER_2K, value),
        (through, direct) -> through - direct);
  }

  private List<String> present() {
    return ALL.stream().filter(results::has).toList();
  }

  private List<Double> measured(
      String contender, Workload workload, ToDoubleFunction<Measured> value) {
    return results.measured(contender, workload, value);
  }

  private List<Double> latencies(
      String contender, Workload workload, ToDoubleFunction<Latency> value) {
    return results.latencies(contender, workload, value);
  }

  private static String verdict(boolean met) {
    return met ? "met" : "**not met**";
  }

  private static double median(List<Double> values) {
    return Statistics.spread(values).median();
  }

  private static String middle(List<Double> values, int digits) {
    return number(median(values), digits);
  }

  /// The median and, in brackets, the quartiles.
  private static String spread(List<Double> values, int digits) {
    Statistics.Spread spread = Statistics.spread(values);
    return "%s [%s, %s]"
        .formatted(
            number(spread.median(), digits),
            number(spread.lower(), digits),
            number(spread.upper(), digits));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private static String capital(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  @FormatMethod
  private void line(@FormatString String pattern, Object... values) {
    text.append(String.format(Locale.ROOT, pattern, values)).append('\n');
  }
}
