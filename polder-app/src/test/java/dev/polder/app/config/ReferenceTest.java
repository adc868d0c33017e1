package dev.polder.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The schema and the reference page say what the records say.
///
/// Where they differ, this writes both anew: `./mvnw -o -pl polder-app -am test
/// -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dpolder.renew=true`.
final class ReferenceTest {
  private static final Path SCHEMA = Path.of("../docs/reference/polder.schema.json");
  private static final Path PAGE = Path.of("../docs/reference/configuration.md");
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String RENEW =
      "records and documents differ; the comment of this class says how to renew them";

  private static final Schema JSON_SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Reference.schema());

  @Test
  void theStoredSchemaIsThatOfTheRecords() throws IOException {
    renew(SCHEMA, Reference.schema());
    assertThat(SCHEMA).as(RENEW).content().isEqualTo(Reference.schema());
  }

  @Test
  void thePagesTablesAreThoseOfTheRecords() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    String expected = page;
    for (Map.Entry<String, String> table : Reference.tables().entrySet()) {
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
    renew(PAGE, expected);
    assertThat(PAGE).as(RENEW).content().isEqualTo(expected);
  }

  private static void renew(Path file, String text) throws IOException {
    if (Boolean.getBoolean("polder.renew")) {
      Files.writeString(file, text);
    }
  }

  static Stream<Path> goodFiles() throws IOException {
    return Stream.of(RESOURCES.resolve("good"), Path.of("../examples"))
        .flatMap(folder -> {
          try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
          } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("goodFiles")
  void editorsFindNoFaultInGoodFiles(Path file) throws IOException {
    assertThat(JSON_SCHEMA.validate(tree(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown-field",
        "wrong-shapes",
        "empty-sections",
        "durations-and-sizes",
        "several-faults-at-once",
        "deployments-and-access",
        "admin-and-continuity",
        "base-urls",
        "credentials",
        "evidence",
        "shadows",
        "canaries",
      })
  void editorsFindWhatOneFieldAloneTells(String name) throws IOException {
    assertThat(JSON_SCHEMA.validate(tree(RESOURCES.resolve("faulty/" + name + ".yaml"))))
        .isNotEmpty();
  }

  private static JsonNode tree(Path file) throws IOException {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    return new JsonMapper().valueToTree(yaml);
  }
}
