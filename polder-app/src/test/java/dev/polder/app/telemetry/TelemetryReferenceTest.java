package dev.polder.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.telemetry.Attribute;
import dev.polder.gateway.telemetry.FlightRecords;
import dev.polder.gateway.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page about telemetry says the names that go out.
///
/// Where they differ, `-Dpolder.renew=true` writes its tables anew.
final class TelemetryReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/telemetry.md");

  @Test
  void thePagesTablesAreThoseOfTheNames() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    String expected = page;
    for (Map.Entry<String, String> table : tables().entrySet()) {
      Matcher marked =
          Pattern.compile(
                  "(<!-- table %s -->\n).*?(<!-- end -->)".formatted(table.getKey()),
                  Pattern.DOTALL)
              .matcher(expected);
      assertThat(marked.find()).as("a table '%s' in %s", table.getKey(), PAGE).isTrue();
      expected =
          marked.replaceFirst(
              Matcher.quoteReplacement(marked.group(1) + table.getValue() + marked.group(2)));
    }

    // Then
    if (Boolean.getBoolean("polder.renew")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(PAGE).content().isEqualTo(expected);
  }

  private static Map<String, String> tables() {
    return Map.of(
        "metrics",
        "| metric | kind | unit | of what | told apart by |\n|---|---|---|---|---|\n"
            + rows(
                Arrays.stream(Metric.values())
                    .map(metric ->
                        List.of(
                            "`" + metric.label() + "`",
                            metric.kind().name().toLowerCase(Locale.ROOT),
                            metric.unit().equals("1") ? "" : "`" + metric.unit() + "`",
                            metric.meaning(),
                            metric.attributes().stream()
                                .map(attribute -> "`" + attribute.label() + "`")
                                .collect(Collectors.joining(", "))))
                    .toList()),
        "attributes",
        "| attribute | meaning |\n|---|---|\n"
            + rows(
                Arrays.stream(Attribute.values())
                    .map(attribute -> List.of("`" + attribute.label() + "`", attribute.meaning()))
                    .toList()),
        "log",
        "| field | meaning |\n|---|---|\n"
            + rows(
                Arrays.stream(JsonLog.Field.values())
                    .map(field -> List.of("`" + field.label() + "`", field.meaning()))
                    .toList()),
        "flight",
        "| event | when | fields |\n|---|---|---|\n"
            + rows(
                FlightRecords.events().stream()
                    .map(event ->
                        List.of(
                            "`" + event.name() + "`",
                            event.when(),
                            event.fields().stream()
                                .map(field -> "`" + field + "`")
                                .collect(Collectors.joining(", "))))
                    .toList()));
  }

  private static String rows(List<List<String>> rows) {
    return rows.stream()
        .map(row -> "| " + String.join(" | ", row) + " |\n")
        .collect(Collectors.joining());
  }
}
