package dev.polder.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evidence.finding.Doubt;
import dev.polder.evidence.finding.Finding;
import dev.polder.evidence.finding.Mark;
import dev.polder.evidence.finding.SuiteVersion;
import dev.polder.evidence.finding.Variant;
import dev.polder.evidence.verdict.Declaration;
import dev.polder.evidence.verdict.Plan;
import dev.polder.evidence.verdict.Results;
import dev.polder.evidence.verdict.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Findings go from one machine to another unchanged, or not at all.
final class CarriedFindingsTest {
  private static final Instant MEASURED = Instant.parse("2026-06-01T12:00:00.123Z");
  private static final Variant REFERENCE = Variant.of("frontier-1");
  private static final Variant CANDIDATE =
      new Variant("open-7b", "sha256:aa", "Q4_K_M", "sha256:prompt", "sha256:parameters");
  private static final Doubt DOUBT = new Doubt("sha256:aa", "fell by 9 points [4, 14]", MEASURED);
  private static final Doubt SUNK =
      Doubt.sunk("letters", "sha256:bb", "lost 12 points in live calls", MEASURED);

  @TempDir private Path folder = Path.of("");

  private static double[] ones(int n, int count) {
    double[] values = new double[n];
    Arrays.fill(values, 0, count, 1);
    return values;
  }

  private static Finding finding(
      Optional<Variant> reference, Declaration declared, Results results, Set<Mark> marks) {
    return new Finding(
        "letters",
        CANDIDATE,
        reference,
        new SuiteVersion("letters", "sha256:suite"),
        declared,
        declared.judge(results),
        MEASURED,
        List.of("run-2", "run-1"),
        marks);
  }

  /// With everything that a finding can have; without a reference; without any pair, so that its
  /// interval is as wide as can be.
  private static Known known() {
    Finding full =
        finding(
            Optional.of(REFERENCE),
            Declaration.binary(0.05, new Plan.Fixed(120))
                .withGuardrail(Scale.BINARY, 0.02)
                .withClusters(12, 10)
                .withFloor(0.8),
            Results.paired(ones(120, 110), ones(120, 100))
                .withHarm(ones(120, 5), ones(120, 9))
                .withClusters(IntStream.range(0, 120).mapToObj(i -> "c" + i / 10).toList()),
            Set.of(Mark.REFERENCE_STORED, Mark.IMPORTED));
    Finding alone =
        finding(
            Optional.empty(),
            Declaration.score(0.05, new Plan.Sequential(50)).withFloor(0.5),
            Results.alone(ones(40, 38)),
            Set.of());
    Finding empty =
        finding(
            Optional.of(REFERENCE),
            Declaration.binary(0.05, new Plan.Sequential(50)),
            Results.paired(new double[0], new double[0]),
            Set.of());
    return new Known(List.of(full, alone, empty), List.of(DOUBT, SUNK));
  }

  private Path written() throws IOException {
    Path file = folder.resolve("findings.json");
    CarriedFindings.write(file, known());
    return file;
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    assertThat(CarriedFindings.read(written())).isEqualTo(known());
  }

  @Test
  void theSameFindingsAreTheSameBytes() throws IOException {
    assertThat(Files.readString(written())).isEqualTo(Files.readString(written()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "version" : 1        | "version" : 2        | has version 2 of its form; this Polder knows 1
          polder-findings      | other-findings       | holds no findings
          "use_case" : "letters"| "use_case" : "other"| its content does not fit its id, so something in it was altered
          "clusters" : 12      | "clusters" : "12"    | findings[0].declaration.clustering: 'clusters' is no whole number: "12"
          "alpha" : 0.05       | "beta" : 0.05        | findings[0].declaration: 'alpha' is missing
          "alpha" : 0.05       | "alpha" : 0.7        | findings[0].declaration: A one-sided error rate of 0.7 is none
          "scale" : "binary"   | "scale" : "ternary"  | findings[0].declaration.primary: 'scale' is unknown: 'ternary'
          "reference-stored"   | "reference-guessed"  | findings[0]: 'marks' is unknown: 'reference-guessed'
          "measured_at" : "2026| "measured_at" : "soon| 'measured_at' is no time
          "doubts" : [         | "doubts" : 5, "x" : [| 'doubts' is no list: 5
          "doubts" : [         | "doubts" : [ 5,      | doubts[0]: it is no JSON object
          "doubts" : [         | doubts : [           | is no JSON (line
          """)
  void aFileThatIsNotAsItWasWrittenIsRefused(String was, String is, String reason)
      throws IOException {
    // Given
    Path file = written();
    String text = Files.readString(file);
    assertThat(text).contains(was);

    // When
    Files.writeString(file, text.replace(was, is));

    // Then
    assertThatThrownBy(() -> CarriedFindings.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("findings.json");
  }

  @Test
  void halfAFileIsRefused() throws IOException {
    // Given
    Path file = written();
    String text = Files.readString(file);

    // When
    Files.writeString(file, text.substring(0, text.length() / 2));

    // Then
    assertThatThrownBy(() -> CarriedFindings.read(file)).hasMessageContaining("is no JSON (line");
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> CarriedFindings.write(folder.resolve("no/findings.json"), known()))
        .hasMessageContaining("cannot be written (NoSuchFileException)");
  }
}
