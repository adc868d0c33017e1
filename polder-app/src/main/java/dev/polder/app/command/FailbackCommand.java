package dev.polder.app.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder failback DEPLOYMENT`: lets calls return to a deployment that recovers by hand.
@Command(
    name = "failback",
    mixinStandardHelpOptions = true,
    description = "Let calls return to a deployment that was away and returns by hand.")
public final class FailbackCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DEPLOYMENT", description = "its name in polder.yaml")
  private String deployment = "";

  @Mixin private AdminConnection gateway = new AdminConnection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return gateway.ask(
        spec,
        new AdminConnection.Question(
            "POST", List.of("deployments", deployment, "failback"), Map.of(), ""),
        (answer, out) -> {
          out.printf("Calls may return to '%s'.%n", answer.path("deployment").asText());
          return 0;
        });
  }
}
