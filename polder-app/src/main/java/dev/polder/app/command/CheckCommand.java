package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder check FILE`: reports all faults of a configuration at once.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Report all faults of a configuration file at once; exit code 1 if there are some.")
public final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the configuration, such as polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Configuration> configuration =
        ConfigurationOption.read(file, System.getenv(), Output.err(spec));
    configuration.ifPresent(good ->
        Output.out(spec)
            .printf(
                "%s is in order: %d providers, %d deployments, %d use cases, %d keys.%n",
                file,
                good.providers().size(),
                good.deployments().size(),
                good.useCases().size(),
                good.keys().size()));
    return configuration.isPresent() ? 0 : 1;
  }
}
