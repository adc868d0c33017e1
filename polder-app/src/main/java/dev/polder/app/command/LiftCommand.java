package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `polder lift ID`: ends a restriction.
@Command(name = "lift", mixinStandardHelpOptions = true, description = "End a restriction.")
public final class LiftCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "as 'polder restrictions' lists it")
  private String id = "";

  @Option(names = "--dry-run", description = "change nothing; say what would move")
  private boolean dryRun;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who lifts it; default: ${DEFAULT-VALUE}",
      defaultValue = "${sys:user.name}")
  private String by = "";

  @Mixin private AdminConnection gateway = new AdminConnection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("by", by);
    if (dryRun) {
      query.put("dry-run", "true");
    }
    return gateway.ask(
        spec,
        new AdminConnection.Question("DELETE", List.of("restrictions", id), query, ""),
        this::show);
  }

  private int show(JsonNode answer, PrintWriter out) {
    JsonNode restriction = answer.path("restriction");
    Text.wrapped(
            "%s %s no longer %s."
                .formatted(
                    restriction.path("selector").asText(),
                    dryRun ? "would be" : "is",
                    restriction.path("effect").path("label").asText()),
            "  ")
        .forEach(out::println);
    ImpactText.print(answer, dryRun, out);
    if (dryRun) {
      out.println("Nothing has been changed.");
    }
    return 0;
  }
}
