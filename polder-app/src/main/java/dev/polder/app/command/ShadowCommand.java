package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polder.app.config.Configuration;
import dev.polder.app.config.ReadResult;
import dev.polder.app.config.ShadowSettings;
import dev.polder.app.config.UseCaseSettings;
import dev.polder.app.shadow.Shadows;
import dev.polder.evals.shadow.Kept;
import dev.polder.model.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder shadow`: what live calls, asked once more, show of candidates.
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    description = "Say how candidates do that live calls are mirrored to.",
    subcommands = {ShadowCommand.Status.class, ShadowCommand.Show.class, ShadowCommand.Renew.class})
public final class ShadowCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.err(spec)
        .println("Say which: polder shadow status, polder shadow show, or polder shadow renew.");
    return CommandLine.ExitCode.USAGE;
  }

  /// `polder shadow status`.
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Say how each shadow of the running gateway stands.")
  static final class Status implements Callable<Integer> {
    @Mixin private AdminConnection gateway = new AdminConnection();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      return gateway.ask(
          spec,
          new AdminConnection.Question("GET", List.of("shadows"), Map.of(), ""),
          (answer, out) -> {
            ShadowText.lines(answer).forEach(out::println);
            return 0;
          });
    }
  }

  /// `polder shadow renew USE-CASE`.
  @Command(
      name = "renew",
      mixinStandardHelpOptions = true,
      description = {
        "Begin the watch of a use case anew, as after an alarm that was dealt with.",
        "",
        "A verdict that was lost stays lost until a new comparison gives it back."
      })
  static final class Renew implements Callable<Integer> {
    @Parameters(paramLabel = "USE-CASE", description = "whose shadow begins anew")
    private String useCase = "";

    @Mixin private AdminConnection gateway = new AdminConnection();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
      return gateway.ask(
          spec,
          new AdminConnection.Question("POST", List.of("shadows", useCase, "renew"), Map.of(), ""),
          (JsonNode answer, PrintWriter out) -> {
            out.printf("The watch over use case '%s' begins anew.%n", useCase);
            return 0;
          });
    }
  }

  /// `polder shadow show USE-CASE`: reads the files itself, with the key of the configuration.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Print scored answers that a use case keeps ('retain'), with both texts in full.",
        "",
        "It needs the key of the configuration and the right to read the state folder, and no"
            + " gateway."
      })
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "USE-CASE", description = "whose kept answers are printed")
    private String useCase = "";

    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = "the configuration; default: ${DEFAULT-VALUE}",
        defaultValue = "polder.yaml")
    private Path file = Path.of("polder.yaml");

    @Option(
        names = "--last",
        paramLabel = "N",
        description = "so many at most, the newest; default: ${DEFAULT-VALUE}",
        defaultValue = "10")
    private int last = 10;

    @Spec private @Nullable CommandSpec spec;

    private record Dated(Instant at, Kept kept) {}

    @Override
    public Integer call() {
      PrintWriter err = Output.err(spec);
      Optional<Configuration> configuration =
          ConfigurationOption.read(file, System.getenv(), err).map(ReadResult.Good::configuration);
      if (configuration.isEmpty()) {
        return 1;
      }
      List<String> known =
          configuration.get().useCases().stream().map(UseCaseSettings::name).toList();
      Optional<UseCaseSettings> asked =
          configuration.get().useCases().stream()
              .filter(each -> each.name().equals(useCase))
              .findFirst();
      if (asked.isEmpty()) {
        err.printf(
            "There is no use case '%s'. Nearest: %s.%n",
            useCase, String.join(", ", Nearest.to(useCase, known)));
        return 1;
      }
      if (asked.get().shadow().flatMap(ShadowSettings::retain).isEmpty()) {
        Text.wrapped(
                "Use case '%s' keeps no answers. Write shadow: {retain: 7d, spool: {key: …}} to keep some."
                    .formatted(useCase),
                "")
            .forEach(err::println);
        return 1;
      }
      return print(configuration.get(), asked.get());
    }

    private int print(Configuration configuration, UseCaseSettings asked) {
      Deque<Dated> newest = new ArrayDeque<>();
      try {
        Shadows.readKept(
            configuration,
            asked,
            (at, kept) -> {
              newest.add(new Dated(at, kept));
              if (newest.size() > Math.max(1, last)) {
                newest.removeFirst();
              }
            });
      } catch (IOException unreadable) {
        Output.err(spec).println(unreadable.getMessage());
        return 1;
      }
      PrintWriter out = Output.out(spec);
      if (newest.isEmpty()) {
        out.printf("Nothing is kept of use case '%s' yet.%n", useCase);
      }
      newest.forEach(dated -> print(dated, out));
      out.flush();
      return 0;
    }

    /// Texts stand as they are: what a model wrote may hold anything but control characters.
    private static void print(Dated dated, PrintWriter out) {
      Kept kept = dated.kept();
      out.printf(
          Locale.ROOT,
          "== %s  call %s  served %.2f, %s %.2f%n",
          dated.at(),
          kept.call(),
          kept.rated().served(),
          kept.candidate(),
          kept.rated().answered());
      out.println("why: " + plain(kept.rated().why()));
      out.println("-- request");
      out.println(plain(kept.request()));
      out.println("-- served");
      out.println(plain(kept.served()));
      out.println("-- " + kept.candidate());
      out.println(plain(kept.answered()));
    }

    private static String plain(String text) {
      return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "?");
    }
  }
}
