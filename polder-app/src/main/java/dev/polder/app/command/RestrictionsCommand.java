package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `polder restrictions`: lists what is restricted now.
@Command(
    name = "restrictions",
    mixinStandardHelpOptions = true,
    description = "List what is restricted now.")
public final class RestrictionsCommand implements Callable<Integer> {
  @Mixin private AdminConnection gateway = new AdminConnection();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    return gateway.ask(
        spec,
        new AdminConnection.Question("GET", List.of("restrictions"), Map.of(), ""),
        (answer, out) -> show(answer, out));
  }

  private static int show(JsonNode answer, PrintWriter out) {
    JsonNode restrictions = answer.path("restrictions");
    if (restrictions.isEmpty()) {
      out.println("Nothing is restricted.");
      return 0;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ID", "SELECTOR", "EFFECT", "UNTIL"));
    for (JsonNode restriction : restrictions) {
      rows.add(
          List.of(
              restriction.path("id").asText(),
              restriction.path("selector").asText(),
              restriction.path("effect").path("label").asText(),
              end(restriction)));
    }
    List<String> lines = Table.lines(rows);
    out.println(lines.getFirst());
    for (int i = 0; i < restrictions.size(); i++) {
      JsonNode restriction = restrictions.get(i);
      out.println(lines.get(i + 1));
      Text.wrapped(
              "  %s: %s"
                  .formatted(restriction.path("by").asText(), restriction.path("reason").asText()),
              "  ")
          .forEach(out::println);
      Text.wrapped("  meets " + Text.list(restriction.path("meets")), "  ").forEach(out::println);
    }
    return 0;
  }

  private static String end(JsonNode restriction) {
    if (restriction.has("until")) {
      return Text.end(
          Instant.parse(restriction.path("until").asText()),
          InstantSource.system().instant(),
          ZoneId.systemDefault());
    }
    return restriction.path("origin").asText().equals("detected") ? "access returns" : "lifted";
  }
}
