package dev.polder.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evidence.finding.SuiteVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SuitesTest {
  private static final String SAMPLE =
      "{\"id\":\"%1$s\",\"input\":\"Say %1$s\",\"target\":\"a\"}\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void aSuiteHasItsOwnNameAndADigestThatFollowsItsContent() throws IOException {
    // Given
    Path file = folder.resolve("letters.jsonl");
    Files.writeString(file, SAMPLE.formatted("a"));
    Suites suites = new Suites();
    SuiteVersion before = suites.version(file);

    // When
    Files.writeString(file, SAMPLE.formatted("a") + SAMPLE.formatted("b"));
    SuiteVersion after = suites.version(file);

    // Then
    assertThat(before.name()).isEqualTo("letters");
    assertThat(after.name()).isEqualTo("letters");
    assertThat(after.digest()).isNotEqualTo(before.digest());
    assertThat(suites.version(file)).isEqualTo(after);
  }

  @Test
  void aFaultySuiteSaysItsFirstFaultInALine() throws IOException {
    // Given
    Path file = folder.resolve("letters.jsonl");
    Files.writeString(file, "no json\n");

    // Then
    assertThatThrownBy(() -> new Suites().version(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the suite at")
        .hasMessageContaining("first: ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void anImportedSuiteIsWhatItsFileSays() throws IOException {
    // Given
    Path file = folder.resolve("letters.imported.json");
    Files.writeString(
        file,
        """
        {"polder-imported-suite":1,"name":"letters","digest":"ab12","samples":20,
         "primary":"exact","kind":"graded","tool":"inspect_ai"}
        """);

    // When
    SuiteVersion ofFolder = new Suites().version(folder);
    SuiteVersion ofFile = new Suites().version(file);

    // Then
    assertThat(ofFolder).isEqualTo(new SuiteVersion("letters", "ab12")).isEqualTo(ofFile);
  }

  @Test
  void aFolderWithItsOwnSamplesIsItsOwnSuite() throws IOException {
    // Given
    Files.writeString(folder.resolve("others.imported.json"), "{}");
    Files.writeString(
        folder.resolve("suite.yaml"), "name: own\nscorers: {right: exact}\nprimary: right\n");
    Files.writeString(folder.resolve("samples.jsonl"), SAMPLE.formatted("a"));

    // Then
    assertThat(new Suites().version(folder).name()).isEqualTo("own");
  }
}
