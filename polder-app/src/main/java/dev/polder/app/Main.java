package dev.polder.app;

import dev.polder.app.command.AlertsCommand;
import dev.polder.app.command.CanaryCommand;
import dev.polder.app.command.CheckCommand;
import dev.polder.app.command.EngineCommand;
import dev.polder.app.command.EvalCommand;
import dev.polder.app.command.EvidenceCommand;
import dev.polder.app.command.ExplainCommand;
import dev.polder.app.command.FailbackCommand;
import dev.polder.app.command.ImportCommand;
import dev.polder.app.command.KeysCommand;
import dev.polder.app.command.LiftCommand;
import dev.polder.app.command.RestrictCommand;
import dev.polder.app.command.RestrictionsCommand;
import dev.polder.app.command.SchemaCommand;
import dev.polder.app.command.ServeCommand;
import dev.polder.app.command.ShadowCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line.
@Command(
    name = "polder",
    mixinStandardHelpOptions = true,
    version = "Polder 0.1.0-SNAPSHOT",
    description = {
      "Keeps an organisation's AI running when access to frontier models is withdrawn.",
      "",
      "'./polder demo' shows it in a minute, offline."
    },
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      SchemaCommand.class,
      KeysCommand.class,
      ImportCommand.class,
      ExplainCommand.class,
      EvidenceCommand.class,
      CanaryCommand.class,
      RestrictCommand.class,
      RestrictionsCommand.class,
      LiftCommand.class,
      FailbackCommand.class,
      EvalCommand.class,
      ShadowCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Logging.oneLine();
    System.exit(commandLine().execute(arguments));
  }

  /// The commands, for the program and for tests of it.
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    // What follows the model folder belongs to the engine.
    line.addSubcommand("engine", new CommandLine(new EngineCommand()).setStopAtPositional(true));
    line.addSubcommand("alerts", new CommandLine(new AlertsCommand(Lookout::subscriptions)));
    line.setExecutionExceptionHandler(Main::unexpected);
    return line;
  }

  /// A fault of Polder's own: nothing that an operator could have foreseen, so the trace is shown.
  private static int unexpected(Exception fault, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    err.println("Polder failed unexpectedly. Please report this:");
    fault.printStackTrace(err);
    return 70;
  }
}
