package dev.polder.app.command;

import dev.polder.engine.EngineProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `polder engine MODEL-FOLDER`: serves one model in this process. It has no options of its own:
/// the engine reads them, since a supervisor starts it without this command line.
@Command(
    name = "engine",
    description = "Serve one model folder in the OpenAI dialect on a loopback port.",
    customSynopsis = "polder engine MODEL-FOLDER [options]")
public final class EngineCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL-FOLDER [options]",
      description = {
        "a decoder as model hubs lay it out, then any of",
        "--name NAME, --port N, --host ADDRESS, --threads N, --slots N, --queue N"
      },
      arity = "1..*")
  private List<String> arguments = List.of();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and end")
  @SuppressWarnings("UnusedVariable") // picocli prints the help when it is set
  private boolean help;

  @Override
  public Integer call() {
    return EngineProcess.run(arguments, System.in, System.out, System.err);
  }
}
