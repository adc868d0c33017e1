package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.ReadResult;
import dev.polder.app.evidence.CarriedFindings;
import dev.polder.app.evidence.FindingsFile;
import dev.polder.app.evidence.Known;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder evidence export FILE`: writes all findings to a file that another machine can import.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write all findings to a file, to be carried to the machines that serve.",
      "",
      "It holds what was found, no sample and no answer. A file of this name is replaced."
    })
public final class EvidenceExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the JSON file to write")
  private Path target = Path.of("");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration whose store is read; default: ${DEFAULT-VALUE}",
      defaultValue = "polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Optional<Configuration> configuration =
        ConfigurationOption.read(file, System.getenv(), Output.err(spec))
            .map(ReadResult.Good::configuration);
    if (configuration.isEmpty()) {
      return 1;
    }
    try {
      Text.wrapped(export(configuration.get().store()), "  ").forEach(Output.out(spec)::println);
      return ExitCode.OK;
    } catch (IOException cannot) {
      Text.wrapped(String.valueOf(cannot.getMessage()), "").forEach(Output.err(spec)::println);
      return 1;
    }
  }

  private String export(Path store) throws IOException {
    Known known;
    try (FindingsFile findings = new FindingsFile(store)) {
      known = findings.read();
    }
    if (known.findings().isEmpty()) {
      throw new IOException(
          "There is nothing to export: the store '%s' holds no finding. 'polder eval compare' makes one."
              .formatted(store));
    }
    CarriedFindings.write(target, known);
    return "%s written to %s.".formatted(Text.count(known.findings().size(), "finding"), target);
  }
}
