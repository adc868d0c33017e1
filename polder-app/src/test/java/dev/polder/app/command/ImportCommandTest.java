package dev.polder.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `polder import` as people call it.
final class ImportCommandTest {
  private static final String CONFIG = "src/test/resources/litellm/own-servers/config.yaml";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new ImportCommand());
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void theFileGoesToStandardOutputAndTheRemarksBesideIt() {
    // When
    int code = run("litellm", CONFIG);

    // Then
    assertThat(code).isZero();
    assertThat(out.toString())
        .startsWith("# Made by 'polder import litellm'")
        .contains("use-cases:");
    assertThat(err.toString())
        .contains(CONFIG + ":24: model_list[3].litellm_params.api_key holds the secret itself")
        .contains("Not set in this environment: ")
        .contains("'polder check polder.yaml'");
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyByForce(@TempDir Path folder) throws IOException {
    // Given
    Path there = Files.writeString(folder.resolve("polder.yaml"), "precious");

    // When
    int code = run("litellm", CONFIG, "--output", there.toString());

    // Then
    assertThat(code).isEqualTo(1);
    assertThat(there).content().isEqualTo("precious");
    assertThat(err.toString()).contains("is there already").contains("--force");

    // When
    int forced = run("litellm", CONFIG, "--output", there.toString(), "--force");

    // Then
    assertThat(forced).isZero();
    assertThat(there).content().contains("use-cases:");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void withoutAFileItSaysSo(@TempDir Path folder) {
    assertThat(run("litellm", folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("There is no such file");
    assertThat(run()).isEqualTo(2);
  }
}
