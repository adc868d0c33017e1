package dev.polder.app.command;

import dev.polder.app.alert.Subscription;
import dev.polder.app.alert.TargetTrial;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.ReadResult;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `polder alerts`: what goes out when something happens.
@Command(name = "alerts", mixinStandardHelpOptions = true, description = "Alerts to people.")
public final class AlertsCommand implements Callable<Integer> {
  private final Function<Configuration, List<Subscription>> targets;

  @Spec private @Nullable CommandSpec spec;

  /// @param targets those of a configuration
  public AlertsCommand(Function<Configuration, List<Subscription>> targets) {
    this.targets = targets;
  }

  @Override
  public Integer call() {
    Output.err(spec).println("Say which: polder alerts test.");
    return CommandLine.ExitCode.USAGE;
  }

  /// `polder alerts test`: 0 when all targets took the message, 1 when one did not.
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Send a test message to every target and say what each answered.")
  int test(
      @Option(
              names = {"-c", "--config"},
              paramLabel = "FILE",
              description = "the configuration; default: ${DEFAULT-VALUE}",
              defaultValue = "polder.yaml")
          Path file)
      throws InterruptedException {
    Optional<ReadResult.Good> read =
        ConfigurationOption.read(file, System.getenv(), Output.err(spec));
    if (read.isEmpty()) {
      return 1;
    }
    List<Subscription> subscriptions = targets.apply(read.get().configuration());
    if (subscriptions.isEmpty()) {
      Output.err(spec).printf("%s names no target under 'alerts', so nobody is told.%n", file);
      return 1;
    }
    TargetTrial trial = new TargetTrial(InstantSource.system(), new SecureRandom());
    return trial.run(subscriptions, Output.out(spec)) ? 0 : 1;
  }
}
