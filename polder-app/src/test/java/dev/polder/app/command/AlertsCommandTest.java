package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.app.alert.CommandTarget;
import dev.polder.app.alert.Subscription;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// What `polder alerts test` prints and how it ends.
final class AlertsCommandTest {
  private static final String FILE = "src/test/resources/good/small.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /// Runs the command with a target for each of these programs.
  private int test(String... programs) {
    List<Subscription> targets =
        Arrays.stream(programs)
            .map(program ->
                new Subscription(
                    new CommandTarget(List.of(program), Path.of("").toAbsolutePath()), Set.of()))
            .toList();
    CommandLine line = new CommandLine(new AlertsCommand(configuration -> targets));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute("test", "-c", FILE);
  }

  @Test
  void saysWhatEveryTargetAnswered() {
    // When
    int code = test("true", "/nowhere/notify");

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(out.toString().lines())
        .hasSize(2)
        .first()
        .isEqualTo("arrived      command true: exit code 0");
    assertThat(out.toString()).contains("REFUSED      command /nowhere/notify: cannot be started");
  }

  @Test
  void endsWithZeroWhenAllTookIt() {
    assertThat(test("true")).isZero();
  }

  @Test
  void saysThatNobodyIsToldWhereThereIsNoTarget() {
    assertThat(test()).isEqualTo(1);
    assertThat(err.toString()).contains("names no target under 'alerts'");
  }
}
