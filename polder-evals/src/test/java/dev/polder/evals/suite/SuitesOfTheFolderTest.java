package dev.polder.evals.suite;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Suites good and bad: each folder in `suites` has an `expected.txt` that says what it is, or all
/// that is wrong with it.
final class SuitesOfTheFolderTest {
  private static final Path SUITES = Path.of("src/test/resources/suites");

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everythingWrongIsSaidAtOnce(Path folder) throws IOException {
    String said;
    try {
      said = said(Suite.read(folder));
    } catch (BadSuiteException bad) {
      said = bad.faults().stream().map(Fault::toString).sorted().collect(joining("\n"));
    }
    assertThat(said).isEqualTo(Files.readString(folder.resolve("expected.txt")).strip());
  }

  static List<Path> everythingWrongIsSaidAtOnce() throws IOException {
    return folders("bad");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void goodSuitesAreRead(Path folder) throws IOException, BadSuiteException {
    Suite suite = Suite.read(folder);

    assertThat(said(suite)).isEqualTo(Files.readString(folder.resolve("expected.txt")).strip());
    assertThat(suite.samples()).allSatisfy(sample -> assertThat(sample.id()).isNotBlank());
  }

  static List<Path> goodSuitesAreRead() throws IOException {
    return folders("good");
  }

  private static List<Path> folders(String kind) throws IOException {
    try (Stream<Path> folders = Files.list(SUITES.resolve(kind))) {
      return folders.sorted().toList();
    }
  }

  private static String said(Suite suite) {
    return "%s: %d samples, primary %s (%s, %s), guardrail %s"
        .formatted(
            suite.name(),
            suite.samples().size(),
            suite.primary(),
            suite.scoring(suite.primary()).type(),
            suite.scoring(suite.primary()).kind(),
            suite.guardrail().orElse("none"));
  }
}
