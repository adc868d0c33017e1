package dev.polder.evals.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.sample.Target;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuiteFromTableTest {
  @TempDir private Path temporary;

  @Test
  void makesASuiteOfASpreadsheet() throws IOException, BadSuiteException {
    // Given what a spreadsheet writes: BOM, CRLF, semicolons, line breaks within cells
    SuiteFromTable.Made made =
        make(
            "\uFEFF"
                + """
                Nr;Vraag;Antwoord;Groep;Opmerking
                1;"Wie is ""burgemeester"";
                van Doorn?";Jansen;bestuur;
                2;Waar is het loket?;Markt 1;loket;nagaan
                ;;;;
                """
                    .replace("\n", "\r\n"));

    // Then
    assertThat(made.scorer()).isEqualTo("text");
    assertThat(made.unused()).containsExactly("Opmerking");
    Sample first = made.suite().samples().getFirst();
    assertThat(first.question()).isEqualTo("Wie is \"burgemeester\";\r\nvan Doorn?");
    assertThat(first.id()).isEqualTo("1");
    assertThat(first.cluster()).contains("bestuur");
    assertThat(made.suite().samples()).hasSize(2);
    assertThat(made.suite().primary()).isEqualTo("right");
    assertThat(made.suite().guardrail()).contains("confident-wrong");
    assertThat(Suite.read(temporary.resolve("made")).digest()).isEqualTo(made.suite().digest());
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({"7,8,numeric", "A,C,choice", "7,seven,text", "0123,0456,text", "A,Amsterdam,text"})
  void choosesTheScorerThatFitsTheAnswers(String one, String other, String scorer)
      throws IOException, BadSuiteException {
    assertThat(make("question,answer\nOne?,%s\nTwo?,%s\n".formatted(one, other)).scorer())
        .isEqualTo(scorer);
  }

  @Test
  void readsNumbersAsTheSpreadsheetsLanguageWritesThem() throws IOException, BadSuiteException {
    assertThat(targets(make("Frage;Antwort\nWie viel?;1.234\nUnd?;1,5\n")))
        .containsExactly("1234", "1.5");
    assertThat(targets(make("question,answer\nHow much?,\"1,234\"\nAnd?,1.5\n")))
        .containsExactly("1234", "1.5");
  }

  @Test
  void takesOtherColumnsAndSeveralAnswersWhereToldTo() throws IOException, BadSuiteException {
    SuiteFromTable.Settings settings =
        new SuiteFromTable.Settings(
            Optional.of("Case"),
            Optional.of("Should say"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("|"),
            Optional.of("Answer: in a \"word\"."));
    SuiteFromTable.Made made =
        make(
            "case,should say,question\nCapital of the Netherlands?,Amsterdam | Mokum,x\n",
            settings);

    assertThat(made.suite().samples().getFirst().target())
        .isEqualTo(new Target.Texts(List.of("Amsterdam", "Mokum")));
    assertThat(made.suite().hints().system()).contains("Answer: in a \"word\".");
  }

  @Test
  void saysAllThatIsWrongWithTheTableAndWritesNothing() throws IOException {
    assertThatThrownBy(() ->
            make(
                """
                question,answer
                One?,1
                "Two
                ?",
                ,3
                One?,4
                """))
        .hasMessage(
            """
            table.csv:3: The row has no answer. Fill the cell in, or delete the row.
            table.csv:5: The row has no question. Fill the cell in, or delete the row.
            table.csv:6: The question is also that of line 2. Keep one.\
            """);
    assertThat(temporary.resolve("made")).doesNotExist();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactly(temporary.resolve("table.csv"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what,how\\nx,y             | table.csv:1: No column is the question. Its columns: what, how. Say which one it is, or change its heading to 'question'.
          question,answer,answer\\n  | table.csv:1: Several columns could be the answer. Give each another heading.
          question,answer\\n         | table.csv: The table has headings but no rows.
          question,answer\\na,b,c\\n | table.csv:2: The row has 3 cells, the headings are 2. Put cells with ',' in them in quotation marks.
          question,answer\\n"a,b\\n  | table.csv:1: The table cannot be read from here on
          \\n                        | table.csv: The table is empty.
          """)
  void saysWhatIsWrongWithTheWholeTable(String table, String message) {
    assertThatThrownBy(() -> make(table.replace("\\n", "\n")))
        .isInstanceOf(BadSuiteException.class)
        .hasMessageContaining(message);
  }

  @Test
  void saysHowToSaveATableThatIsNotUnicode() throws IOException {
    Path table = temporary.resolve("table.csv");
    Files.write(table, "Frage;Antwort\nGröße?;1\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() ->
            SuiteFromTable.write(table, temporary.resolve("made"), SuiteFromTable.Settings.USUAL))
        .hasMessage(
            "table.csv: The table is not UTF-8 text. Save it from the spreadsheet as 'CSV UTF-8'.");
  }

  @Test
  void neverWritesOverAFolderThatIsThere() throws IOException {
    Files.createDirectory(temporary.resolve("made"));

    assertThatThrownBy(() -> make("question,answer\nOne?,1\n"))
        .hasMessageEndingWith("made: The folder is already there. Name another one.");
  }

  private List<String> targets(SuiteFromTable.Made made) {
    return made.suite().samples().stream()
        .map(Sample::target)
        .map(target -> ((Target.Numeric) target).number())
        .map(BigDecimal::toPlainString)
        .toList();
  }

  private SuiteFromTable.Made make(String table) throws IOException, BadSuiteException {
    return make(table, SuiteFromTable.Settings.USUAL);
  }

  private SuiteFromTable.Made make(String table, SuiteFromTable.Settings settings)
      throws IOException, BadSuiteException {
    Path folder = temporary.resolve("made");
    if (Files.exists(folder.resolve("suite.yaml"))) {
      Files.delete(folder.resolve("suite.yaml"));
      Files.delete(folder.resolve("samples.jsonl"));
      Files.delete(folder);
    }
    Path file = temporary.resolve("table.csv");
    Files.writeString(file, table);
    return SuiteFromTable.write(file, folder, settings);
  }
}
