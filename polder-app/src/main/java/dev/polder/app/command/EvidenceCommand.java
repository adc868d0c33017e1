package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.evidence.Board;
import dev.polder.model.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder evidence`: the board, use case by use case. It asks no gateway.
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = {
      "Say which fallbacks are proven good enough, how surely, and what would decide the others.",
      "",
      "It reads the store of findings itself; no gateway need run."
    },
    subcommands = {EvidenceExportCommand.class, EvidenceImportCommand.class})
public final class EvidenceCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration; default: ${DEFAULT-VALUE}",
      defaultValue = "polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Option(names = "--use-case", paramLabel = "NAME", description = "this use case only")
  private Optional<String> useCase = Optional.empty();

  @Option(names = "--json", description = "print the board as JSON, estimates as shares of 1")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "also write the board as a page with all differences beside their margins")
  private Optional<Path> html = Optional.empty();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = Output.err(spec);
    Optional<Configuration> configuration =
        ConfigurationOption.read(file, System.getenv(), err)
            .map(ReadResult.Good::configuration)
            .filter(this::hasTheUseCase);
    if (configuration.isEmpty()) {
      return 1;
    }
    Instant now = InstantSource.system().instant();
    try {
      Board board = Board.at(configuration.get(), now);
      Board shown = useCase.map(board::only).orElse(board);
      print(shown, now);
      if (html.isPresent()) {
        Files.writeString(html.get(), EvidenceHtml.of(shown, now, Output.version(spec)).html());
        err.println("Report: " + html.get());
      }
      return 0;
    } catch (IOException unreadable) {
      Text.wrapped(String.valueOf(unreadable.getMessage()), "").forEach(err::println);
      return 1;
    }
  }

  private boolean hasTheUseCase(Configuration configuration) {
    List<String> known = configuration.useCases().stream().map(UseCaseSettings::name).toList();
    if (useCase.isEmpty() || known.contains(useCase.get())) {
      return true;
    }
    Output.err(spec)
        .printf(
            "There is no use case '%s'. Nearest: %s.%n",
            useCase.get(), String.join(", ", Nearest.to(useCase.get(), known)));
    return false;
  }

  private void print(Board board, Instant now) {
    PrintWriter out = Output.out(spec);
    if (json) {
      out.println(EvidenceJson.of(board, now).toPrettyString());
    } else {
      EvidenceText.lines(board, now).forEach(out::println);
    }
    out.flush();
  }
}
