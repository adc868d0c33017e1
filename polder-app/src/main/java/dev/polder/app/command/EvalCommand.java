package dev.polder.app.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `polder eval`: measures deployments on suites.
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Measure deployments on your own cases.",
    subcommands = {
      EvalSuiteCommand.class,
      EvalSizeCommand.class,
      EvalRunCommand.class,
      EvalImportCommand.class,
      EvalCompareCommand.class,
      EvalLagCommand.class
    })
public final class EvalCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.err(spec)
        .println(
            "Say which: 'suite' makes cases of a spreadsheet, 'size' plans a run, 'run' is one,"
                + " 'import' takes over those of other tools, 'compare' says what two of them"
                + " show, and 'lag' how far open-weight models are behind.");
    return ExitCode.USAGE;
  }
}
