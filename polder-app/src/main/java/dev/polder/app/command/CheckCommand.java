package dev.polder.app.command;

import dev.polder.app.config.Configuration;
import dev.polder.app.review.Review;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder check FILE`: reports all faults of a configuration at once, or warns of what is unwise.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Report all faults of a configuration file at once, exit code 1 if there are some; then warn"
            + " of what is unwise.")
public final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "the configuration; default: polder.yaml")
  private Path file = Path.of("polder.yaml");

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--strict", description = "end with 1 also where there are only warnings")
  private boolean strict;

  @Override
  public Integer call() {
    return ConfigurationOption.read(file, System.getenv(), Output.err(spec))
        .map(good -> review(good.configuration()))
        .orElse(1);
  }

  private int review(Configuration good) {
    PrintWriter out = Output.out(spec);
    out.printf(
        "%s is in order: %s, %s, %s, %s.%n",
        file,
        Text.count(good.providers().size(), "provider"),
        Text.count(good.deployments().size(), "deployment"),
        Text.count(good.useCases().size(), "use case"),
        Text.count(good.keys().size(), "key"));
    List<String> warnings = Review.of(good, InstantSource.system());
    warnings.forEach(warning -> out.println(Wrapped.item(warning)));
    if (!warnings.isEmpty()) {
      out.println(Text.count(warnings.size(), "warning") + ".");
    }
    out.flush();
    return strict && !warnings.isEmpty() ? 1 : 0;
  }
}
