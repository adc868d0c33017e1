package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
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

/// `polder restrict SELECTOR --reason TEXT`: declares that deployments may not be used now, or only
/// so much.
@Command(
    name = "restrict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Declare that deployments may not be used now, or only so much.",
    footer = {
      "",
      "Exit codes: 0 done, 1 refused, 2 wrong options, 3 no gateway answers,",
      "4 something would go dark (with --dry-run)."
    })
public final class RestrictCommand implements Callable<Integer> {
  private static final int DARK = 4;

  @Parameters(
      paramLabel = "SELECTOR",
      description =
          "whom it meets: deployment:, provider:, model:, tier:, location:, control: or maker:"
              + " and a name, such as provider:acme or control:US")
  private String selector = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why, for those who will ask")
  private String reason = "";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "how long, such as 10m, 2h, 3d; without an end it holds until it is lifted")
  private @Nullable String span;

  @Option(
      names = "--until",
      paramLabel = "INSTANT",
      description = "until when, in UTC, such as 2027-01-31T18:00:00Z")
  private @Nullable String until;

  @Option(
      names = "--cap",
      paramLabel = "RATE",
      description = "allow that much, all that it meets together, such as 30/min, 5/s, 1000/h")
  private @Nullable String cap;

  @Option(
      names = "--price",
      paramLabel = "FACTOR",
      description =
          "it costs that many times its price, such as ×3 or x3: use cases that pay less"
              + " leave it")
  private @Nullable String price;

  @Option(names = "--now", description = "end streams that have begun, too; the client is told")
  private boolean now;

  @Option(names = "--dry-run", description = "change nothing; say what would move")
  private boolean dryRun;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "who declares it; default: ${DEFAULT-VALUE}",
      defaultValue = "${sys:user.name}")
  private String by = "";

  @Mixin private AdminConnection gateway = new AdminConnection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("selector", selector).put("reason", reason).put("by", by).put("now", now);
    put(body, "for", span);
    put(body, "until", until);
    put(body, "cap", cap);
    put(body, "price", price);
    return gateway.ask(
        spec,
        new AdminConnection.Question(
            "POST",
            List.of("restrictions"),
            dryRun ? Map.of("dry-run", "true") : Map.of(),
            body.toString()),
        this::show);
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private int show(JsonNode answer, PrintWriter out) {
    JsonNode restriction = answer.path("restriction");
    String sentence =
        "%s %s %s%s. Meets: %s."
            .formatted(
                restriction.path("selector").asText(),
                dryRun ? "would be" : "is",
                restriction.path("effect").path("label").asText(),
                end(restriction),
                Text.list(restriction.path("meets")));
    Text.wrapped(sentence, "  ").forEach(out::println);
    ImpactText.print(answer, dryRun, out);
    out.println(
        dryRun
            ? "Nothing has been changed."
            : "'polder lift %s' ends it.".formatted(restriction.path("id").asText()));
    return dryRun && ImpactText.anythingDark(answer) ? DARK : 0;
  }

  private static String end(JsonNode restriction) {
    return restriction.has("until")
        ? ", until "
            + Text.end(
                Instant.parse(restriction.path("until").asText()),
                InstantSource.system().instant(),
                ZoneId.systemDefault())
        : "";
  }
}
