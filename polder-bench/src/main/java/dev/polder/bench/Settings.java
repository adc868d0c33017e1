package dev.polder.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a benchmark is run.
///
/// @param root the checkout, for `./polder`
/// @param cores whether contenders are pinned to core 0 (the benchmark itself is by its script)
/// @param mode what is measured
/// @param only which workloads, for a comparison
/// @param before another checkout, for a comparison
/// @param warmUp of each contender at most, before the first round; it ends when its compilers rest
/// @param settle before each window
/// @param window in which something is counted
record Settings(
    Path root,
    int rounds,
    boolean cores,
    Mode mode,
    List<Workload> only,
    Optional<Path> before,
    Duration warmUp,
    Duration settle,
    Duration window) {
  /// What a run is for.
  enum Mode {
    /// All contenders in rounds.
    ROUNDS,
    /// Ten thousand streams on a small heap.
    STREAMS,
    /// Polder beside the relay, and beside Polder of another checkout.
    COMPARISON,
    /// Where Polder's CPU goes.
    PROFILE
  }

  static final int CONNECTIONS = 32;
  static final int LATENCY_RATE = 300;
  static final int PACED_STREAMS = 1_000;
  static final int MANY_STREAMS = 10_000;

  private static final int USUAL_ROUNDS = 12;
  private static final Duration USUAL_WINDOW = Duration.ofSeconds(2);

  /// Reads a command line.
  ///
  /// @throws IllegalArgumentException when it is not understood; the message says what is
  static Settings of(String... arguments) {
    int rounds = USUAL_ROUNDS;
    boolean brief = false;
    boolean pinned = false;
    Mode mode = Mode.ROUNDS;
    Path root = Path.of("");
    List<Workload> only = List.of();
    Optional<Path> before = Optional.empty();
    Duration window = USUAL_WINDOW;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--root" -> root = Path.of(value(arguments, ++i));
        case "--rounds" -> rounds = number(value(arguments, ++i));
        case "--short" -> brief = true;
        case "--pinned" -> pinned = true;
        case "--streams" -> mode = Mode.STREAMS;
        case "--profile" -> mode = Mode.PROFILE;
        case "--only" -> {
          mode = Mode.COMPARISON;
          only = workloads(value(arguments, ++i));
        }
        case "--window" -> window = Duration.ofMillis(number(value(arguments, ++i)));
        case "--before" -> before = Optional.of(Path.of(value(arguments, ++i)));
        default -> throw usage("'" + arguments[i] + "' is not known.");
      }
    }
    return brief
        ? new Settings(
            root,
            1,
            pinned,
            mode,
            only,
            before,
            Duration.ZERO,
            Duration.ofMillis(300),
            Duration.ofMillis(500))
        : new Settings(
            root,
            rounds,
            pinned,
            mode,
            only,
            before,
            Duration.ofMinutes(mode == Mode.COMPARISON ? 1 : 2),
            Duration.ofMillis(300),
            window);
  }

  private static String value(String[] arguments, int at) {
    if (at == arguments.length) {
      throw usage("'" + arguments[at - 1] + "' needs a value.");
    }
    return arguments[at];
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // said below
    }
    throw usage("'" + text + "' is no whole number above 0.");
  }

  private static List<Workload> workloads(String labels) {
    return Arrays.stream(labels.split(",", -1))
        .map(label ->
            Workload.labelled(label).orElseThrow(() -> usage("'" + label + "' is no workload.")))
        .toList();
  }

  private static IllegalArgumentException usage(String fault) {
    return new IllegalArgumentException(
        fault
            + " Usage: bench/run [--rounds N] [--window MILLIS] [--short] [--streams | --profile | --only WORKLOAD,WORKLOAD [--before CHECKOUT]]");
  }
}
