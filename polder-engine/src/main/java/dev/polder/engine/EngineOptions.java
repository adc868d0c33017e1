package dev.polder.engine;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The arguments of an engine process.
///
/// @param name by which clients ask for the model; "" for the folder's own
/// @param port 0 for any free one
/// @param threads of one decoding step
/// @param slots how many requests are answered at once
/// @param queue how many requests may wait beyond these
/// @param supervised whether standard input carries commands, and its end ends the process
record EngineOptions(
    Path folder,
    String name,
    String host,
    int port,
    int threads,
    int slots,
    int queue,
    boolean supervised) {
  static final String USAGE =
      "Usage: engine MODEL-FOLDER [--name NAME] [--host 127.0.0.1] [--port 0] [--threads N]"
          + " [--slots 1] [--queue 32] [--supervised]";

  private static final Set<String> VALUED =
      Set.of("--name", "--host", "--port", "--threads", "--slots", "--queue");
  private static final String SUPERVISED = "--supervised";

  /// Reads the arguments.
  ///
  /// @param cores those of the machine; by default one of them is left to others
  /// @throws OptionFault when an argument is unknown, lacks its value or is out of range
  static EngineOptions parse(List<String> arguments, int cores) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals(SUPERVISED)) {
        given.put(SUPERVISED, "");
      } else if (VALUED.contains(argument)) {
        if (i + 1 == arguments.size()) {
          throw new OptionFault("Option '%s' lacks its value. %s".formatted(argument, USAGE));
        }
        given.put(argument, arguments.get(++i));
      } else if (argument.startsWith("-") || given.containsKey("")) {
        throw new OptionFault("Argument '%s' is not known. %s".formatted(argument, USAGE));
      } else {
        given.put("", argument);
      }
    }
    if (!given.containsKey("")) {
      throw new OptionFault("No model folder is named. " + USAGE);
    }
    return new EngineOptions(
        Path.of(given.getOrDefault("", "")),
        given.getOrDefault("--name", ""),
        given.getOrDefault("--host", "127.0.0.1"),
        number(given, "--port", 0, 0, 65_535),
        number(given, "--threads", Math.max(1, cores - 1), 1, 1024),
        number(given, "--slots", 1, 1, 64),
        number(given, "--queue", 32, 0, 100_000),
        given.containsKey(SUPERVISED));
  }

  private static int number(
      Map<String, String> given, String option, int absent, int least, int most) {
    String text = given.getOrDefault(option, String.valueOf(absent));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same fault.
    }
    throw new OptionFault(
        String.format(
            Locale.ROOT,
            "Option '%s' is '%s'. Give a whole number from %d to %d.",
            option,
            text,
            least,
            most));
  }
}
