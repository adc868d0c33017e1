package dev.polder.evals.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.sample.ToolCall;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evidence.finding.Variant;
import dev.polder.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLogTest {
  @TempDir private Path folder;

  private static final RunHeader HEADER =
      new RunHeader(
          "run-1",
          "Polder 0.1.0",
          Trials.NOW,
          new RunHeader.SuiteMark("letters", "sha256:abc", 500, "exact", Optional.of("harm")),
          new Subject(
              "one",
              "acme",
              "large-5",
              "sha256:i",
              Optional.of(new Variant("large-5", "2026-08", "fp8", "sha256:p", "sha256:s"))),
          new RunHeader.Method("letters", "asked once", "sha256:s", "sha256:b", "sha256:p"),
          Optional.of(Trials.subject("judge")),
          new Plan(495, 2, -7),
          Optional.of(new Price(2.5, 10)));

  private static final Result SCORED =
      new Result.Scored(
          new Trial(17, 1, "letter-17", Optional.of("district 4"), Set.of("b", "a"), 2.5),
          List.of(new Score("exact", 1, ""), new Score("f1", 0.625, "two of \"three\"")),
          new Response("Ja.\n", List.of(new ToolCall("look", "{}")), "stop"),
          new Spent(new Usage(700, 30), 3, 1, 12.5),
          List.of("429 rate_limited"));

  private static final Result UNANSWERED =
      new Result.Unanswered(
          new Trial(3, 0, "letter-3", Optional.empty(), Set.of(), 1),
          "500",
          Spent.NOTHING,
          List.of("500", "500"));

  private Path written(Result... results) throws Exception {
    Path file = folder.resolve("runs/one.jsonl");
    try (RunWriter writer = RunWriter.begin(file, HEADER)) {
      for (Result result : results) {
        writer.add(result);
      }
    }
    return file;
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    // When
    RunLog log = RunLog.read(written(SCORED, UNANSWERED));

    // Then
    assertThat(log.header()).isEqualTo(HEADER);
    assertThat(log.results()).containsExactly(SCORED, UNANSWERED);
    assertThat(log.result("letter-17", 1)).contains(SCORED);
    assertThat(log.result("letter-17", 0)).isEmpty();
  }

  @Test
  void anErrorThatWasAskedAgainCountsNoMore() throws Exception {
    // Given
    Result later =
        new Result.Scored(
            UNANSWERED.trial(), List.of(), Response.of("yes"), Spent.NOTHING, List.of());

    // Then
    assertThat(RunLog.read(written(UNANSWERED, later)).results()).containsExactly(later);
  }

  @Test
  void aTornLastLineIsNoResultAndIsCutWhenTheRunGoesOn() throws Exception {
    // Given
    Path file = written(UNANSWERED, SCORED);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

    // Then
    assertThat(RunLog.read(file).results()).containsExactly(UNANSWERED);

    // When
    List<Result> known = new ArrayList<>();
    try (RunWriter again = RunWriter.resume(file, Trials.NOW, "Polder 0.2.0", known::add)) {
      again.add(SCORED);
    }

    // Then
    assertThat(known).containsExactly(UNANSWERED);
    assertThat(RunLog.read(file).results()).containsExactly(UNANSWERED, SCORED);
    assertThat(Files.readString(file))
        .contains("{\"resumed\":\"2026-11-23T10:00:00Z\",\"program\":\"Polder 0.2.0\"}\n");
  }

  @Test
  void aLogOfAnUnknownVersionIsRefused() throws Exception {
    // Given
    Path file = written(SCORED);
    Files.writeString(file, Files.readString(file).replace("\"polder-run\":2", "\"polder-run\":3"));

    // Then
    assertThatThrownBy(() -> RunLog.read(file))
        .isInstanceOfSatisfying(
            BadLogException.class,
            bad -> assertThat(bad.kind()).isEqualTo(BadLogException.Kind.UNKNOWN_VERSION))
        .hasMessageContaining("version 3");
  }

  @Test
  void whatIsNoLogIsRefused() throws Exception {
    for (String text : List.of("", "{\"polder-run\":1", "{\"a\":1}\n", "not json\n", "[]\n")) {
      Path file = Files.writeString(folder.resolve("other.jsonl"), text);
      assertThatThrownBy(() -> RunLog.read(file))
          .as(text)
          .isInstanceOfSatisfying(
              BadLogException.class,
              bad -> assertThat(bad.kind()).isEqualTo(BadLogException.Kind.NOT_A_LOG));
    }
  }

  @Test
  void aDamagedLineInTheMiddleIsNamedAndNothingIsTouched() throws Exception {
    // Given
    Path file = written(UNANSWERED, SCORED);
    String damaged = Files.readString(file).replace("\"error\":\"500\"", "\"error\":\"500");
    Files.writeString(file, damaged);

    // Then
    assertThatThrownBy(() -> RunWriter.resume(file, Trials.NOW, "Polder", result -> {}).close())
        .isInstanceOfSatisfying(
            BadLogException.class,
            bad -> assertThat(bad.kind()).isEqualTo(BadLogException.Kind.DAMAGED))
        .hasMessageContaining("line 2");
    assertThat(file).content().isEqualTo(damaged);
  }

  @Test
  void aScoreThatNoScorerGivesIsADamage() throws Exception {
    // Given
    Path file = written(SCORED);
    Files.writeString(file, Files.readString(file).replace("0.625", "6.25"));

    // Then
    assertThatThrownBy(() -> RunLog.read(file)).isInstanceOf(BadLogException.class);
  }

  @Test
  void aLogOfTheFirstVersionIsReadAndSaysNeitherVariantNorWhetherNWasDeclared() throws Exception {
    // Given
    Path file = written(SCORED);
    String second = Files.readString(file);
    Files.writeString(
        file,
        second
            .replace("{\"polder-run\":2,", "{\"polder-run\":1,")
            .replace("\"declared\":true,", "")
            .replaceFirst(",\"variant\":\\{[^}]*}", ""));

    // When
    RunLog log = RunLog.read(file);

    // Then
    assertThat(log.results()).containsExactly(SCORED);
    assertThat(log.header().subject().variant()).isEmpty();
    assertThat(log.header().plan().declared()).isFalse();
    Files.writeString(file, second.replace("\"declared\":true,", ""));
    assertThatThrownBy(() -> RunLog.read(file)).hasMessageContaining("'declared' is missing");
  }

  @Test
  void aHeaderWithoutItsFieldsIsADamage() throws Exception {
    // Given
    Path file = written(SCORED);
    Files.writeString(file, Files.readString(file).replace("\"seed\":-7", "\"sed\":-7"));

    // Then
    assertThatThrownBy(() -> RunLog.read(file))
        .isInstanceOf(BadLogException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void twoRunsDoNotWriteToOneLog() throws Exception {
    // Given
    Path file = written();
    try (RunWriter first = RunWriter.resume(file, Trials.NOW, "Polder", result -> {})) {
      // Then
      assertThatThrownBy(() -> RunWriter.resume(file, Trials.NOW, "Polder", result -> {}).close())
          .isInstanceOfSatisfying(
              BadLogException.class,
              bad -> assertThat(bad.kind()).isEqualTo(BadLogException.Kind.IN_USE));
      first.add(SCORED);
    }
    assertThat(RunLog.read(file).results()).containsExactly(SCORED);
    assertThatThrownBy(() -> RunWriter.begin(file, HEADER).close()).isInstanceOf(IOException.class);
  }
}
