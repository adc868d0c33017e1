package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.ReadResult;
import dev.polder.app.evidence.CarriedFindings;
import dev.polder.app.evidence.Known;
import dev.polder.store.Store;
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

/// `polder evidence import FILE`: keeps the findings that another machine has exported.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Keep the findings of a file that 'polder evidence export' wrote.",
      "",
      "All of them or none; what is there already is not kept twice. They count where suite,",
      "weights, prompts and parameters are those that were measured: 'polder evidence' shows it."
    })
public final class EvidenceImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "the JSON file to read")
  private Path source = Path.of("");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration whose store they go into; default: ${DEFAULT-VALUE}",
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
      // All of the file is read before the store is even made.
      Known known = CarriedFindings.read(source);
      Text.wrapped(keep(known, configuration.get().store()), "  ")
          .forEach(Output.out(spec)::println);
      return ExitCode.OK;
    } catch (IOException cannot) {
      Text.wrapped(String.valueOf(cannot.getMessage()), "").forEach(Output.err(spec)::println);
      return 1;
    }
  }

  private static String keep(Known known, Path into) throws IOException {
    try (Store store = Store.open(into)) {
      int added = store.findings().addAll(known.findings(), known.doubts());
      int there = known.findings().size() + known.doubts().size() - added;
      return "%d added to %s, %d %s there already. 'polder evidence' says which count here."
          .formatted(added, into, there, there == 1 ? "was" : "were");
    }
  }
}
