package dev.polder.bench;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The program behind `bench/run`: prints tables in Markdown, and fails when any answer was wrong.
public final class Benchmark {
  private static final String SMALL_HEAP = "-Xmx1g";

  private Benchmark() {}

  /// Runs as the arguments say; the process's exit code is 1 after a failure and 2 for arguments
  /// that are not understood.
  public static void main(String[] arguments) throws Exception {
    Settings settings;
    try {
      settings = Settings.of(arguments);
    } catch (IllegalArgumentException misunderstood) {
      System.err.println(misunderstood.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(settings) ? 0 : 1);
  }

  private static boolean run(Settings settings) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("polder-bench");
    Failures failures = new Failures();
    EventLoopGroup loop = Sockets.loop("load");
    System.out.println(machine(settings));
    try (Upstream upstream = Upstream.start();
        Contenders contenders = new Contenders(settings, upstream.port(), folder)) {
      // A run that is broken off leaves no server behind.
      Runtime.getRuntime().addShutdownHook(new Thread(contenders::close));
      String tables =
          switch (settings.mode()) {
            case ROUNDS -> Report.of(new Rounds(settings, all(contenders), loop, failures).run());
            case STREAMS ->
                new ManyStreams(
                        settings,
                        List.of(contenders.direct(), contenders.polder(SMALL_HEAP)),
                        loop,
                        failures)
                    .run();
            case COMPARISON -> {
              List<Contender> compared = compared(settings, contenders);
              yield Comparison.of(
                  new Rounds(settings, compared, loop, failures).compare(settings.only()),
                  compared,
                  settings.only());
            }
            case PROFILE ->
                profile(settings, contenders, folder.resolve("profile.jfr"), loop, failures);
          };
      System.out.println(tables);
    }
    if (settings.mode() == Settings.Mode.PROFILE) {
      System.err.println("The recording and the outcome lines stay in " + folder + ".");
    } else if (failures.none()) {
      delete(folder);
    }
    if (settings.warmUp().isZero()) {
      System.out.println("A short run shows that all of this runs; its figures say nothing.");
    }
    if (failures.none()) {
      System.out.println("No answer was wrong, cut or missing.");
    } else {
      System.out.println("FAILED: " + failures.count() + " wrong answers.\n" + failures.lines());
    }
    return failures.none();
  }

  private static String profile(
      Settings settings, Contenders contenders, Path file, EventLoopGroup loop, Failures failures)
      throws IOException, InterruptedException {
    Contender polder = contenders.polder(Profile.flags(file));
    Rounds rounds = new Rounds(settings, List.of(polder), loop, failures);
    List<Profile.Stretch> stretches = rounds.stretches(polder);
    contenders.close();
    return Profile.table(file, stretches);
  }

  private static List<Contender> all(Contenders contenders)
      throws IOException, InterruptedException {
    List<Contender> all = new ArrayList<>();
    all.add(contenders.direct());
    if (isOnPath("nginx")) {
      all.add(contenders.nginx());
    } else {
      System.out.println("nginx is not installed: its rows are missing.\n");
    }
    all.add(contenders.relay());
    all.add(contenders.polder(""));
    return all;
  }

  private static List<Contender> compared(Settings settings, Contenders contenders)
      throws IOException, InterruptedException {
    List<Contender> compared = new ArrayList<>();
    compared.add(contenders.relay());
    if (settings.before().isPresent()) {
      compared.add(contenders.polder(Contender.BEFORE, settings.before().get(), ""));
    }
    compared.add(contenders.polder(""));
    return compared;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static boolean isOnPath(String command) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, command))) {
        return true;
      }
    }
    return false;
  }

  private static String machine(Settings settings) throws IOException {
    return String.format(
        Locale.ROOT,
        "%s%s, %s, Linux %s, Java %s. %s%n",
        LocalDate.now(ZoneOffset.UTC),
        settings.mode() == Settings.Mode.ROUNDS ? ", %d rounds".formatted(settings.rounds()) : "",
        processor(),
        System.getProperty("os.version"),
        Runtime.version(),
        settings.cores()
            ? "Contender on core 0, load and upstream on core 1."
            : "Nothing is pinned (taskset is missing, or there is one core): throughput compares little.");
  }

  private static String processor() throws IOException {
    Path information = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(information)) {
      return System.getProperty("os.arch", "");
    }
    return Files.readAllLines(information).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch", ""));
  }
}
