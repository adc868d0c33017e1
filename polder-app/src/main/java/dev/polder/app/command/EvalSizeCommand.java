package dev.polder.app.command;

import dev.polder.app.eval.Amounts;
import dev.polder.app.eval.SizeTable;
import dev.polder.evals.run.BadLogException;
import dev.polder.evals.run.IncomparableException;
import dev.polder.evals.run.Pairing;
import dev.polder.evals.run.RunLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder eval size`: how many samples a comparison takes, told before money is spent.
@Command(
    name = "size",
    mixinStandardHelpOptions = true,
    description = {
      "Say how many samples it takes to show that a candidate is not worse than its reference by"
          + " more than a margin.",
      "",
      "Either from a pilot, two runs of the same suite, or from the share of samples that are"
          + " expected to come out differently."
    })
public final class EvalSizeCommand implements Callable<Integer> {
  @Option(
      names = "--margin",
      required = true,
      paramLabel = "M",
      description = "the loss of quality that is accepted, such as 0.05 for 5 points")
  private double margin;

  @Option(
      names = "--pilot",
      arity = "2",
      paramLabel = "RUN",
      description = "the reference's log and the candidate's")
  private List<Path> pilot = new ArrayList<>();

  @Option(
      names = "--discordance",
      paramLabel = "D",
      description = "the share of samples that only one of the two gets right, such as 0.2")
  private Optional<Double> discordance = Optional.empty();

  @Option(
      names = "--clusters",
      paramLabel = "SIZE",
      description = "samples to a cluster, where they come in clusters")
  private Optional<Integer> clusterSize = Optional.empty();

  @Option(
      names = "--correlation",
      paramLabel = "R",
      description = "how alike samples of a cluster are, 0 to 1; a pilot with clusters tells it")
  private Optional<Double> correlation = Optional.empty();

  @Option(names = "--alpha", paramLabel = "A", description = "one-sided error; default 0.05")
  private double alpha = 0.05;

  @Option(
      names = "--score",
      paramLabel = "NAME",
      description = "the score of the pilot; default: the suite's primary")
  private Optional<String> score = Optional.empty();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    try {
      if (pilot.isEmpty() == discordance.isEmpty()) {
        return refuse(
            "Say either --pilot with two logs, or --discordance with a share such as 0.2; from one of them the size follows.");
      }
      if (clusterSize.isPresent() && correlation.isEmpty() && pilot.isEmpty()) {
        return refuse(
            "--clusters needs --correlation: how alike samples of one cluster are, such as 0.1.");
      }
      SizeTable table =
          discordance.isPresent()
              ? SizeTable.of(margin, alpha, discordance.get())
              : fromPilot(pilot.get(0), pilot.get(1));
      return show(clustered(table));
    } catch (IllegalArgumentException impossible) {
      return refuse(String.valueOf(impossible.getMessage()));
    } catch (BadLogException | IncomparableException | IOException unusable) {
      Output.err(spec).println(unusable.getMessage());
      return 1;
    }
  }

  private int refuse(String why) {
    Text.wrapped(why, "").forEach(Output.err(spec)::println);
    return ExitCode.USAGE;
  }

  private SizeTable fromPilot(Path reference, Path candidate)
      throws BadLogException, IncomparableException, IOException {
    Pairing pairing = Pairing.of(RunLog.read(reference), RunLog.read(candidate));
    String name = score.orElse(pairing.reference().suite().primary());
    return SizeTable.of(margin, alpha, pairing, name);
  }

  private SizeTable clustered(SizeTable table) {
    return clusterSize.isPresent() || correlation.isPresent()
        ? table.withClusters(clusterSize, correlation)
        : table;
  }

  private int show(SizeTable table) {
    PrintWriter out = Output.out(spec);
    table.premises().forEach(line -> Text.wrapped(line, "").forEach(out::println));
    out.println();
    Table.lines(table.rows()).forEach(out::println);
    out.println();
    Text.wrapped(
            "A candidate as good as its reference takes %s samples at 80 %% power. Declare them: polder eval run SUITE --on REFERENCE,CANDIDATE --n %d"
                .formatted(Amounts.exact(table.usual()), table.usual()),
            "")
        .forEach(out::println);
    out.flush();
    return 0;
  }
}
