package dev.polder.app.command;

import dev.polder.app.RunningPolder;
import dev.polder.app.admin.AdminSettings;
import dev.polder.app.config.Configuration;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder serve`: runs the gateway until it is told to stop.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the gateway until it is told to stop (Ctrl-C, SIGTERM).")
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger("polder");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration; default: ${DEFAULT-VALUE}",
      defaultValue = "polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Output.out(spec);
    PrintWriter err = Output.err(spec);
    Optional<Configuration> configuration = ConfigurationOption.read(file, System.getenv(), err);
    if (configuration.isEmpty()) {
      return 1;
    }
    try {
      RunningPolder polder =
          RunningPolder.start(
              configuration.get(),
              (engine, text) -> LOG.info("[{}] {}", engine, text),
              Optional.of(AdminSettings.usual(file)));
      Runtime.getRuntime().addShutdownHook(new Thread(polder::close, "polder-stop"));
      out.printf(
          "Polder serves %s at http://%s:%d/v1 (%d use cases). Outcome lines: %s%n",
          configuration.get().organisation(),
          configuration.get().server().host(),
          polder.port(),
          configuration.get().useCases().size(),
          configuration.get().outcomes());
      polder.admin().ifPresent(admin -> out.printf("Admin API: %s%n", admin));
      out.flush();
    } catch (IOException cannotStart) {
      err.println(cannotStart.getMessage());
      return 3;
    }
    new CountDownLatch(1).await();
    return 0;
  }
}
