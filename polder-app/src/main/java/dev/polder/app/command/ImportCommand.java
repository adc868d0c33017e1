package dev.polder.app.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `polder import`: takes over another gateway's configuration.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = "Make a polder.yaml of another gateway's configuration.",
    subcommands = ImportLiteLlmCommand.class)
public final class ImportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.err(spec).println("Say which: polder import litellm config.yaml.");
    return ExitCode.USAGE;
  }
}
