package dev.polder.demo;

import dev.polder.app.Logging;
import dev.polder.app.RunningPolder;
import dev.polder.app.command.EvidenceText;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.Fault;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.evidence.Board;
import dev.polder.engine.supervise.Engine;
import dev.polder.engine.supervise.EngineException;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `./polder demo`: a real cut-off in under a minute, offline.
///
/// Exit code 0 only if all that it says has happened; 1 if not, or if what ships as measured is
/// about something else than what is here; 2 if it could not run.
public final class Demo {
  private static final String STAND_IN = "frontier-stand-in";
  private static final String POLICY =
      "Access to this model was withdrawn for all customers outside its country by order of 23 Nov.";
  private static final Duration PHASE = Duration.ofSeconds(10);

  /// Two refusals of Polder's own probe, a second apart.
  private static final Duration UNTIL_CONFIRMED = Duration.ofSeconds(4);

  private static final Logger LOG = Logger.getLogger("");
  private static final Duration PAUSE = Duration.ofSeconds(4);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Path home;
  private final boolean keep;
  private final Screen screen;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BEFORE);
  private final Tally tally = new Tally();

  private Demo(Path home, boolean keep, Screen screen) {
    this.home = home;
    this.keep = keep;
    this.screen = screen;
  }

  public static void main(String[] arguments) throws InterruptedException {
    Logging.oneLine();
    LOG.setLevel(Level.SEVERE); // what it would warn of is told by the story
    List<String> words = List.of(arguments);
    int at = words.indexOf("--home");
    Path home = Path.of(at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "");
    if (words.contains("--help") || words.contains("-h")) {
      System.out.println(
          """
          Usage: ./polder demo [--keep]
          Runs two small models, a gateway and an application against it, takes the primary
          model away in the middle of traffic, and shows what the application noticed.
            --keep   leave the gateway up afterwards and print a curl line; Ctrl-C ends it\
          """);
      return;
    }
    Screen screen = new Screen(System.out, words.contains("--terminal"));
    System.exit(new Demo(home, words.contains("--keep"), screen).run());
  }

  private int run() throws InterruptedException {
    Path file = home.resolve("examples/demo/polder.yaml");
    return switch (PolderFile.read(file, System.getenv())) {
      case ReadResult.Good good -> run(good.configuration());
      case ReadResult.Faulty faulty -> {
        for (Fault fault : faulty.faults()) {
          System.err.println(fault.text(file.toString()));
        }
        yield 2;
      }
    };
  }

  private int run(Configuration file) throws InterruptedException {
    try (OwnFolder own = OwnFolder.below(home.resolve(".polder"))) {
      Configuration configuration = file.keptIn(own.path());
      Instant now = Instant.now();
      Board board = ShippedFindings.of(home).keep(configuration, now);
      introduce(board, now);
      List<String> lacking = ShippedFindings.lacking(board);
      if (lacking.isEmpty()) {
        Map<String, Part> parts = Part.of(board);
        foretell(parts);
        return run(configuration, parts);
      }
      screen.text("What ships as measured is not about what is here:");
      lacking.forEach(screen::quote);
      screen.text("Measure it again, which takes some minutes: examples/demo/evidence/renew");
      return 1;
    } catch (IOException cannotRun) {
      screen.quote(String.valueOf(cannotRun.getMessage()));
      return 2;
    }
  }

  private void introduce(Board board, Instant now) {
    screen.text(
        """

        Polder demo: one application, two models, one cut-off. Nothing leaves this
        machine. The primary 'frontier' stands in for a remote provider: it is
        polder-base, run here in a process of its own. The fallback 'own-small' is
        polder-small in another process.

        Is the fallback good enough? Both models were asked the same cases beforehand;
        'polder evidence' shows what came out. Points are right answers in a hundred,
        fallback minus primary, with the range in which the truth probably lies (90 %):
        """);
    EvidenceText.lines(board, now).forEach(screen::text);
    screen.text("");
  }

  private void foretell(Map<String, Part> parts) {
    screen.text("So, when the primary is gone, of the four kinds of work");
    parts.forEach((useCase, part) ->
        screen.text("  %-10s%s".formatted("'" + useCase + "'", part.consequence())));
    screen.text("");
  }

  private int run(Configuration configuration, Map<String, Part> parts)
      throws IOException, InterruptedException {
    Path log = configuration.state().resolveSibling("engines.log");
    try (PrintWriter engineLog = openLog(log);
        RunningPolder polder =
            RunningPolder.start(
                configuration,
                System.getenv(),
                (engine, line) -> {
                  engineLog.println(engine + ": " + line);
                  engineLog.flush();
                })) {
      Map<String, List<Item>> workload = Workload.read(home.resolve("models/suites"));
      awaitReady(polder);
      play(polder, workload);
      boolean good = report(configuration, parts);
      if (keep) {
        keepOpen(polder.port());
      }
      return good ? 0 : 1;
    } catch (TimeoutException | CompletionException notReady) {
      System.err.printf(
          "A model did not start within %d s (%s). Its output is in %s.%n",
          START_LIMIT.toSeconds(), reason(notReady), log);
      return 2;
    }
  }

  private static String reason(Exception notReady) {
    Throwable cause = notReady.getCause() == null ? notReady : notReady.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static PrintWriter openLog(Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    return new PrintWriter(Files.newBufferedWriter(log, StandardCharsets.UTF_8));
  }

  private void awaitReady(RunningPolder polder) throws InterruptedException, TimeoutException {
    screen.event("starting the two models …");
    for (Engine engine : polder.engines().values()) {
      try {
        engine.ready().toCompletableFuture().get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        throw new CompletionException(failed.getCause());
      }
    }
    screen.event("gateway at http://127.0.0.1:" + polder.port() + "/v1");
  }

  private void play(RunningPolder polder, Map<String, List<Item>> workload)
      throws InterruptedException {
    Engine standIn = polder.engines().get(STAND_IN);
    if (standIn == null) {
      throw new IllegalStateException("the demo's configuration has no provider " + STAND_IN);
    }
    try (Application application = new Application(polder.port(), phase::get, tally::add)) {
      screen.event("a few calls to warm up, which are not counted");
      workload.values().forEach(items -> application.call(items.getLast()));
      screen.event("the application begins: four kinds of work, one stream after the other");
      application.start(workload);
      watch(PHASE);
      phase.set(Phase.WITHDRAWN);
      control(standIn, "withdraw " + POLICY);
      screen.event("WITHDRAWN: the primary answers every call with 403, 'by policy'");
      watch(UNTIL_CONFIRMED);
      if (!polder.restrictions().all().isEmpty()) {
        screen.event("Polder has asked for itself and was refused too: nobody asks it now");
      }
      watch(PHASE.minus(UNTIL_CONFIRMED));
      showRefusal();
      phase.set(Phase.RETURNED);
      control(standIn, "restore");
      lift(polder.restrictions());
      screen.event("access to the primary has returned, and its restriction is lifted");
      watch(PAUSE);
      phase.set(Phase.KILLED);
      standIn.kill();
      screen.event("KILLED: the primary's process is gone, in mid-answer");
      watch(PHASE);
    }
    screen.event("the application has stopped");
  }

  /// What an application is told whose use case has no proven fallback.
  private void showRefusal() {
    tally
        .last(Observation::refused)
        .ifPresent(seen -> {
          screen.event(
              "a call for '%s' was refused: %d, %s"
                  .formatted(seen.useCase(), seen.refusal().status(), seen.refusal().code()));
          screen.quote('"' + seen.refusal().words() + '"');
        });
  }

  /// As 'polder lift' does. Polder would find out by itself when it asks again, half a minute
  /// later.
  private static void lift(Restrictions restrictions) {
    for (Restriction restriction : restrictions.all()) {
      restrictions.lift(restriction.id(), "demo");
    }
  }

  private static void control(Engine engine, String line) {
    try {
      engine.send(line);
    } catch (EngineException notReady) {
      throw new IllegalStateException(
          "the stand-in cannot be told: " + notReady.getMessage(), notReady);
    }
  }

  /// Shows the live line until `duration` has passed.
  private void watch(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (System.nanoTime() < end) {
      if (never.await(500, TimeUnit.MILLISECONDS)) {
        return;
      }
      screen.live(tally.line());
    }
  }

  /// Whether all that is said has happened.
  private boolean report(Configuration configuration, Map<String, Part> parts) {
    screen.text("");
    screen.text("What the application saw");
    screen.text(tally.phases());
    screen.text("While the primary was withdrawn");
    screen.text(tally.withdrawn(parts));
    screen.text("How often the answers were right (share, 95 % interval)");
    screen.text(tally.quality(parts.keySet()));
    List<Claims.Claim> claims = new Claims(tally, parts).all();
    screen.text("What this has shown (each sentence is checked against what was seen)");
    claims.forEach(claim -> screen.item(claim.holds() ? "  yes  " : "  NO   ", claim.sentence()));
    boolean good = claims.stream().allMatch(Claims.Claim::holds);
    if (!good) {
      screen.text("What has a NO must not happen; please report it.");
    }
    screen.text(
        """

        Where to go next
          docs/tutorial/is-our-fallback-good-enough.md   measure yours, on your cases
          examples/demo/polder.yaml     the configuration that you have just seen
          %s   one line a call
          README.md                     connect your own providers and clients
        """
            .formatted(shortened(configuration.outcomes())));
    return good;
  }

  private String shortened(Path path) {
    Path absolute = home.toAbsolutePath().normalize();
    Path normal = path.toAbsolutePath().normalize();
    return (normal.startsWith(absolute) ? absolute.relativize(normal) : normal).toString();
  }

  private void keepOpen(int port) throws InterruptedException {
    screen.text(
        """
        The gateway stays up until Ctrl-C. Try, also while you kill one of the engines:

          curl -i http://127.0.0.1:%d/v1/chat/completions \\
            -H 'content-type: application/json' \\
            -d '{"model": "dates", "messages": [{"role": "user",
                "content": "Write the date in ISO 8601 form.\\n\\n3rd March 2026"}]}'
        """
            .formatted(port));
    new CountDownLatch(1).await();
  }
}
