package dev.polder.evals.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.sample.Message;
import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuiteTest {
  private static final String HEADER =
      """
      name: Capitals
      scorers:
        right: {type: text, articles: [en]}
        valid: {type: json-schema, schema: schema.json, as: text}
      primary: right
      refusals: {add: [pass]}
      solver: {system: "Answer in a word.", examples: shots.jsonl, tools: tools.json}
      """;

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void writeASuite() throws IOException {
    folder = temporary.resolve("suite");
    Files.createDirectory(folder);
    write("suite.yaml", HEADER);
    write("schema.json", "{\"type\": \"string\"}");
    write("tools.json", "[{\"name\": \"map\"}]");
    write("shots.jsonl", "{\"input\": \"Spain?\", \"target\": \"Madrid\"}\n");
    write(
        "samples.jsonl",
        """
        {"id": "fr", "input": "France?", "target": ["Paris", "Paname"], "cluster": "eu", "tags": ["b", "a"], "weight": 2}
        {"id": "pe", "input": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Peru?"}], "target": "Lima"}
        """);
  }

  @Test
  void holdsWhatTheFilesSay() throws BadSuiteException {
    Suite suite = Suite.read(folder);

    assertThat(suite.name()).isEqualTo("Capitals");
    assertThat(suite.samples().getFirst())
        .isEqualTo(
            new Sample(
                "fr",
                List.of(new Message("user", "France?")),
                new Target.Texts(List.of("Paris", "Paname")),
                Optional.of("eu"),
                Set.of("a", "b"),
                2));
    assertThat(suite.samples().getLast().question()).isEqualTo("Peru?");
    assertThat(suite.id(1)).isEqualTo("pe");
    assertThat(suite.hints().system()).contains("Answer in a word.");
    assertThat(suite.hints().examples()).extracting(Sample::question).containsExactly("Spain?");
    assertThat(suite.hints().tools().orElseThrow().path(0).path("name").asText()).isEqualTo("map");
  }

  @Test
  void takesBeingWrongWithoutSayingSoForHarmWhereNothingElseIsSaid() throws BadSuiteException {
    Suite suite = Suite.read(folder);

    List<Score> scores =
        suite.scorecard(Ports.NONE).score(suite.samples().getLast(), Response.of("Cusco")).scores();

    assertThat(suite.guardrail()).contains("confident-wrong");
    assertThat(scores)
        .extracting(Score::scorer)
        .containsExactly("right", "valid", "confident-wrong");
    assertThat(scores.getLast().value()).isEqualTo(1);
    assertThat(
            suite
                .scorecard(Ports.NONE)
                .score(suite.samples().getLast(), Response.of("Pass!"))
                .of("confident-wrong")
                .orElseThrow()
                .value())
        .isZero();
  }

  @Test
  void hasTheSameDigestWhereverAndWheneverItIsWritten() throws IOException, BadSuiteException {
    // Given
    String digest = Suite.read(folder).digest();

    // When it is moved, renamed, dated otherwise, written by Windows and cut into two files
    List<String> lines = Files.readAllLines(folder.resolve("samples.jsonl"));
    write(
        "a.jsonl",
        "\uFEFF"
            + lines
                .getFirst()
                .replace("\"id\": \"fr\", ", "")
                .replace("}", ", \"id\" :\"fr\", \"note\": \"x\"}")
            + "\r\n\r\n");
    write("b.jsonl", lines.getLast());
    Files.delete(folder.resolve("samples.jsonl"));
    write(
        "suite.yaml",
        "\uFEFF"
            + HEADER.replace("Capitals", "Others").replace("\n", "\r\n")
            + "description: other\r\n");
    Files.setLastModifiedTime(folder.resolve("a.jsonl"), FileTime.from(Instant.EPOCH));
    Path moved = temporary.resolve("moved");
    Files.move(folder, moved);

    // Then
    assertThat(Suite.read(moved).digest()).isEqualTo(digest).matches("[0-9a-f]{64}");
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          samples.jsonl | France            | Francia
          samples.jsonl | "fr"              | "fra"
          samples.jsonl | Paname            | Panam
          samples.jsonl | "Paris", "Paname" | "Paname", "Paris"
          samples.jsonl | "eu"              | "europe"
          samples.jsonl | "a"               | "c"
          samples.jsonl | 2}                | 3}
          samples.jsonl | Be brief          | Be kind
          samples.jsonl | system            | developer
          suite.yaml    | [en]              | [en, fr]
          suite.yaml    | type: text        | type: text, case: true
          suite.yaml    | right:            | write:
          suite.yaml    | pass              | next
          suite.yaml    | a word            | two words
          suite.yaml    | primary:          | 'guardrail: none #'
          schema.json   | string            | number
          shots.jsonl   | Madrid            | Toledo
          tools.json    | map               | atlas
          """)
  void hasAnotherDigestWhereAResultCouldBeAnother(String file, String text, String other)
      throws IOException, BadSuiteException {
    String digest = Suite.read(folder).digest();
    String content = Files.readString(folder.resolve(file));
    assertThat(content).contains(text);

    write(
        file,
        content
            .replace(text, other)
            .replace(
                "primary: right", other.equals("write:") ? "primary: write" : "primary: right"));
    if (other.startsWith("guardrail")) {
      write(file, HEADER + "guardrail: none\n");
    }

    assertThat(Suite.read(folder).digest()).isNotEqualTo(digest);
  }

  @Test
  void hasAnotherDigestInAnotherOrder() throws IOException, BadSuiteException {
    String digest = Suite.read(folder).digest();
    List<String> lines = Files.readAllLines(folder.resolve("samples.jsonl"));

    write("samples.jsonl", lines.getLast() + "\n" + lines.getFirst() + "\n");

    assertThat(Suite.read(folder).digest()).isNotEqualTo(digest);
  }

  @Test
  void countsAllFilesBesideACommandForTheDigest() throws IOException, BadSuiteException {
    // Given
    write("suite.yaml", "scorers: {right: {type: command, command: [python3, score.py]}}\n");
    Files.delete(folder.resolve("shots.jsonl"));
    write("score.py", "import words");
    write("words.py", "x = 1");
    String digest = Suite.read(folder).digest();

    // When
    write("words.py", "x = 2");
    String other = Suite.read(folder).digest();
    write("words.py", "x = 1");
    write("README.md", "About.");
    write(".editor", "noise");

    // Then
    assertThat(other).isNotEqualTo(digest);
    assertThat(Suite.read(folder).digest()).isEqualTo(digest);
  }

  @Test
  void makesIdsOfWhatIsAskedWhereThereAreNone() throws IOException, BadSuiteException {
    Path file = temporary.resolve("plain.jsonl");
    String one = "{\"input\": \"One?\", \"target\": 1}\n";
    String two = "{\"input\": \"Two?\", \"target\": 2}\n";
    Files.writeString(file, one + two);
    Suite suite = Suite.read(file);
    Files.writeString(file, two + one);
    Suite turned = Suite.read(file);

    assertThat(suite.name()).isEqualTo("plain");
    assertThat(suite.primary()).isEqualTo("right");
    assertThat(suite.scoring("right").type()).isEqualTo("numeric");
    assertThat(suite.id(0)).isEqualTo(turned.id(1)).matches("s-[0-9a-f]{16}");
  }

  @Test
  void saysWhereAFileHasChangedWhileItIsUsed() throws IOException, BadSuiteException {
    Suite suite = Suite.read(folder);
    write(
        "samples.jsonl", Files.readString(folder.resolve("samples.jsonl")).replace("Lima", "Lime"));

    assertThat(suite.samples().getFirst().id()).isEqualTo("fr");
    assertThatThrownBy(() -> suite.samples().get(1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            "samples.jsonl: sample 'pe' is not what it was when the suite was opened.");
  }

  @Test
  void readsOnThoughAThreadThatReadsIsInterrupted() throws BadSuiteException {
    Suite suite = Suite.read(folder);

    Thread.currentThread().interrupt();
    Sample sample = suite.samples().get(1);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(sample.id()).isEqualTo("pe");
    assertThat(suite.samples().get(0).id()).isEqualTo("fr");
  }

  @Test
  void refusesALineThatNoSampleNeeds() throws IOException {
    Path file = temporary.resolve("huge.jsonl");
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write("{\"input\": \"One?\", \"target\": 1}\n{\"input\": \"");
      for (int i = 0; i < 5 * 1024; i++) {
        writer.write("x".repeat(1024));
      }
      writer.write("\", \"target\": 2}\n{\"input\": 3}\n");
    }

    assertThatThrownBy(() -> Suite.read(file))
        .hasMessage(
            """
            huge.jsonl:2: The line is longer than 4 MiB. No sample is that large: is there one object a line?
            huge.jsonl:3: 'input' is 3. Write a prompt, or a list of messages.\
            """);
  }

  @Test
  void listsAHundredFaultsAndCountsTheOthers() throws IOException {
    Path file = temporary.resolve("wrong.jsonl");
    Files.writeString(file, "x\n".repeat(1500));

    assertThatThrownBy(() -> Suite.read(file))
        .isInstanceOfSatisfying(
            BadSuiteException.class, bad -> assertThat(bad.faults()).hasSize(101))
        .hasMessageEndingWith("wrong.jsonl: 1,400 faults more, not listed.");
  }

  @Test
  void saysThatThereIsNoSuchSuite() {
    assertThatThrownBy(() -> Suite.read(temporary.resolve("nowhere")))
        .isInstanceOf(BadSuiteException.class)
        .hasMessageEndingWith("nowhere: There is no such file or folder.");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
