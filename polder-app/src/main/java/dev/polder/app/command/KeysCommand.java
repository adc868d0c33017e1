package dev.polder.app.command;

import dev.polder.gateway.guard.ClientKey;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder keys`: keys for clients.
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Keys for clients.",
    subcommands = KeysCommand.New.class)
public final class KeysCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Output.err(spec).println("Say which: polder keys new NAME.");
    return CommandLine.ExitCode.USAGE;
  }

  /// `polder keys new NAME`: prints a new key, once, and the lines for `polder.yaml`.
  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Print a new key, once, and the lines for polder.yaml that let it in.")
  static final class New implements Callable<Integer> {
    @Parameters(
        paramLabel = "NAME",
        description = "who will use it, for outcome lines; default: ${DEFAULT-VALUE}",
        defaultValue = "client",
        arity = "0..1")
    private String name = "client";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      PrintWriter out = Output.out(spec);
      if (!name.matches("[\\p{L}\\p{N} ._@-]{1,100}")) {
        Output.err(spec)
            .printf(
                "The name '%s' has characters that do not belong in one. Use letters, digits, blanks"
                    + " and . _ @ -%n",
                name);
        return CommandLine.ExitCode.USAGE;
      }
      String secret = ClientKey.newSecret(new SecureRandom());
      out.println("The key, shown only this once; give it to the client:");
      out.println();
      out.println("  " + secret);
      out.println();
      out.println("Put its hash into polder.yaml:");
      out.println();
      out.println("keys:");
      out.printf("  - name: \"%s\"%n", name);
      out.println("    hash: " + ClientKey.hashOf(secret));
      return 0;
    }
  }
}
