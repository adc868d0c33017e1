package dev.polder.model.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The tables of docs/reference/translation.md are the rules by which the dialects go.
///
/// Where they differ, this writes them anew: `./mvnw -o -pl polder-testkit,polder-http,polder-model
/// test -Dtest=TranslationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false
/// -Dpolder.renew=true`.
final class TranslationReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/translation.md");

  @Test
  void thePagesTablesAreTheRules() throws IOException {
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
    assertThat(PAGE)
        .as("rules and document differ; the comment of this class says how to renew it")
        .content()
        .isEqualTo(expected);
  }

  private static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    Spoken.dialects()
        .forEach((name, dialect) -> {
          tables.put("says " + name, says(dialect.rules()));
          tables.put("takes " + name, takes(dialect.rules()));
        });
    return tables;
  }

  private static String says(DialectRules rules) {
    StringBuilder table = new StringBuilder("| what a request has | field | | why, or how |\n");
    table.append("|---|---|---|---|\n");
    for (FeatureRule rule : rules.features()) {
      table.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  rule.feature().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  code(rule.field()),
                  word(rule.action()),
                  rule.reason()));
    }
    return table.toString();
  }

  private static String takes(DialectRules rules) {
    StringBuilder table = new StringBuilder("| field of a request | | why |\n|---|---|---|\n");
    for (FieldRule rule : rules.fields()) {
      if (rule.action() == Action.DROP || rule.action() == Action.REFUSE) {
        String harmless =
            rule.harmless().isEmpty() ? "" : " other than `%s`".formatted(rule.harmless());
        table.append(
            "| %s%s | %s | %s |\n"
                .formatted(code(rule.field()), harmless, word(rule.action()), rule.reason()));
      }
    }
    return table.toString();
  }

  private static String code(String field) {
    return field.isEmpty() ? "" : "`" + field + "`";
  }

  private static String word(Action action) {
    return switch (action) {
      case KEEP -> "kept";
      case TRANSLATE -> "translated";
      case DROP -> "dropped";
      case REFUSE -> "refused";
    };
  }
}
