package dev.polder.app.command;

import dev.polder.app.Logging;
import dev.polder.app.RunningPolder;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.PolderFile;
import dev.polder.app.config.ReadResult;
import dev.polder.app.discover.Choice;
import dev.polder.app.discover.Discovery;
import dev.polder.app.discover.FoundFile;
import dev.polder.app.discover.LocalServer;
import dev.polder.app.discover.RemoteService;
import dev.polder.app.discover.Surroundings;
import dev.polder.app.reload.ConfigurationWatch;
import dev.polder.app.reload.Hangup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder serve`: runs the gateway until it is told to stop.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Run the gateway until it is told to stop (Ctrl-C, SIGTERM).",
      "",
      "Without a polder.yaml it runs on what it finds on this machine, and prints the file for it."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("polder");
  private static final Path USUAL_FILE = Path.of("polder.yaml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration; default: polder.yaml")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--use",
      paramLabel = "PROVIDER/MODEL",
      description =
          "without a file: answer with this model; the first is the primary, further ones are"
              + " fallbacks in their order")
  private List<String> uses = new ArrayList<>();

  @Option(names = "--print", description = "print the file for what is found here, and end")
  private boolean print;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> environment = System.getenv();
    if (file.isPresent() && (print || !uses.isEmpty())) {
      Output.err(spec)
          .println(
              "--use and --print are for running without a file. Leave out --config, or them.");
      return ExitCode.USAGE;
    }
    boolean fileIsHere = file.isPresent() || Files.exists(USUAL_FILE);
    if (print || !fileIsHere) {
      return serveWhatIsFound(environment);
    }
    if (!uses.isEmpty()) {
      Output.err(spec)
          .println(
              "There is a polder.yaml here, and --use is for running without one. Name the model"
                  + " under 'candidates' in it, or start elsewhere.");
      return ExitCode.USAGE;
    }
    return serveFile(file.orElse(USUAL_FILE), environment);
  }

  private int serveFile(Path from, Map<String, String> environment) throws InterruptedException {
    Optional<ReadResult.Good> read = ConfigurationOption.read(from, environment, Output.err(spec));
    if (read.isEmpty()) {
      return 1;
    }
    Optional<RunningPolder> polder = start(read.get().configuration());
    if (polder.isEmpty()) {
      return 3;
    }
    ReloadLog log = new ReloadLog(from, LOG, polder.get()::takeOver);
    try (ConfigurationWatch watch = ConfigurationWatch.start(from, environment, read.get(), log)) {
      Hangup.whenHeard(watch::readNow);
      tell(read.get().configuration(), polder.get());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private int serveWhatIsFound(Map<String, String> environment) throws InterruptedException {
    Optional<Path> models =
        Optional.ofNullable(System.getProperty("polder.home")).map(home -> Path.of(home, "models"));
    Surroundings found =
        new Discovery(models, environment, LocalServer.USUAL, RemoteService.USUAL).look();
    return switch (Choice.of(found, uses)) {
      case Choice.Nothing nothing -> {
        Output.err(spec).println(nothing.message());
        yield 1;
      }
      case Choice.Ladder ladder -> {
        String text = new FoundFile(found, ladder).text();
        yield print ? print(text) : serveText(text, environment);
      }
    };
  }

  private int print(String text) {
    Output.out(spec).print(text);
    Output.out(spec).flush();
    return 0;
  }

  private int serveText(String text, Map<String, String> environment) throws InterruptedException {
    PrintWriter out = Output.out(spec);
    out.println("# ---- polder.yaml: save what stands between these two lines ----");
    out.print(text);
    out.println("# ---- end of polder.yaml ----");
    out.flush();
    Optional<ReadResult.Good> read =
        ConfigurationOption.told(
            PolderFile.read(text, Path.of(""), environment), USUAL_FILE, Output.err(spec));
    if (read.isEmpty()) {
      return 1;
    }
    Optional<RunningPolder> polder = start(read.get().configuration());
    if (polder.isEmpty()) {
      return 3;
    }
    Hangup.whenHeard(() ->
        LOG.info(
            "There is no file to read again. Save what was printed at the start as {}, and start"
                + " anew.",
            USUAL_FILE));
    tell(read.get().configuration(), polder.get());
    new CountDownLatch(1).await();
    return 0;
  }

  private Optional<RunningPolder> start(Configuration configuration) {
    Logging.as(configuration.telemetry().log());
    try {
      RunningPolder polder =
          RunningPolder.start(
              configuration, System.getenv(), (engine, text) -> LOG.info("[{}] {}", engine, text));
      Runtime.getRuntime().addShutdownHook(new Thread(polder::close, "polder-stop"));
      return Optional.of(polder);
    } catch (IOException cannotStart) {
      Output.err(spec).println(cannotStart.getMessage());
      return Optional.empty();
    }
  }

  /// Says that all is ready, signals included: who waits for this line may send one.
  private void tell(Configuration configuration, RunningPolder polder) {
    Output.out(spec)
        .printf(
            "Polder serves %s at %s://%s:%d/v1 (%s). Outcome lines: %s%n",
            configuration.organisation(),
            configuration.server().tls().isPresent() ? "https" : "http",
            configuration.server().host(),
            polder.port(),
            Text.count(configuration.useCases().size(), "use case"),
            configuration.outcomes());
    Output.out(spec).printf("Admin API: %s%n", polder.admin());
    Output.out(spec).flush();
  }
}
