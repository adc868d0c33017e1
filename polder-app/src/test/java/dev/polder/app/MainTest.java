package dev.polder.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.gateway.guard.ClientKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What the commands print and how they end.
final class MainTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void checkTellsEveryFaultAndEndsWithOne() {
    // When
    int code = run("check", RESOURCES.resolve("faulty/unknown-names.yaml").toString());

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("unknown-names.yaml:8: "))
        .last()
        .isEqualTo("3 faults.");
  }

  @Test
  void checkOfAGoodFileCountsWhatIsInIt() {
    // When
    int code = run("check", RESOURCES.resolve("good/small.yaml").toString());

    // Then
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("small.yaml is in order: 1 provider, 1 deployment, 1 use case, 0 keys.");
  }

  @Test
  void checkLooksAtTheUsualFileWhereNoneIsNamed() {
    // When
    int code = run("check");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("polder.yaml: There is no such file.");
  }

  @Test
  void checkWarnsOfWhatIsUnwiseAndFailsForItOnlyWhenAskedTo() {
    // Given
    String file = RESOURCES.resolve("good/small.yaml").toString();

    // When
    int usual = run("check", file);
    int strict = run("check", "--strict", file);

    // Then
    assertThat(usual).isZero();
    assertThat(strict).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("- Use case 'letters' has no fallback: "))
        .contains("1 warning.")
        .filteredOn(line -> line.startsWith("-"))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void theSchemaIsPrintedForEditors() {
    assertThat(run("schema")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"use-cases\"").endsWith("}\n");
  }

  @Test
  void aNewKeyIsShownOnceAndItsHashLetsItIn() {
    // When
    int code = run("keys", "new", "clerk at the desk");

    // Then
    assertThat(code).isZero();
    Matcher key = Pattern.compile("polder-[A-Za-z0-9_-]{43}").matcher(out.toString());
    assertThat(key.find()).isTrue();
    assertThat(out.toString())
        .contains("  - name: \"clerk at the desk\"")
        .contains("    hash: " + ClientKey.hashOf(key.group()));
    assertThat(key.find()).isFalse();
  }

  @Test
  void noTwoKeysAreTheSame() {
    // When
    run("keys", "new");
    String first = out.toString();
    run("keys", "new");

    // Then
    assertThat(out.toString().substring(first.length())).isNotEqualTo(first);
  }

  @Test
  void aKeyNameThatWouldBreakTheFileIsRefused() {
    // When
    int code = run("keys", "new", "a\"\n  hash: b");

    // Then
    assertThat(code).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("Use letters, digits, blanks");
  }

  @Test
  void serveWithoutItsFileSaysSoAndEnds(@TempDir Path folder) {
    // When
    int code = run("serve", "--config", folder.resolve("none.yaml").toString());

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("There is no such file").contains("1 fault.");
  }

  @Test
  void commandsThatDoNotExistGetTheUsage() {
    assertThat(run("sevre")).isEqualTo(2);
    assertThat(err.toString()).contains("sevre").contains("serve");
  }

  @Test
  void optionsThatDoNotExistAreRefused() {
    assertThat(run("serve", "--port", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--port");
  }

  @Test
  void helpNamesTheCommandsAndKeysAsksWhich() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("serve").contains("check").contains("keys");
    assertThat(run("keys")).isEqualTo(2);
    assertThat(err.toString()).contains("polder keys new NAME");
  }
}
