package dev.polder.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.polder.model.openai.AnswerText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An answer fits a schema or does not, and who gave it is told why in words of the schema.
final class AnswerSchemaTest {
  @TempDir private Path folder = Path.of("");

  private static Fitness judge(String schema, String... texts) {
    return Some.schema(schema)
        .judge(List.of(texts).stream().map(text -> new AnswerText(text, "stop", false)).toList());
  }

  private static Fitness.Unfit unfit(Fitness fitness) {
    assertThat(fitness).isInstanceOf(Fitness.Unfit.class);
    return (Fitness.Unfit) fitness;
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"city\":\"Utrecht\"}", " {\"city\":\"X\",\"size\":2}\n"})
  void whatFitsFits(String answer) {
    assertThat(judge(Some.SCHEMA, answer)).isEqualTo(new Fitness.Fits());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "Sure! {\"city\":\"X\"}",
        "```json\n{\"city\":\"X\"}\n```",
        "{\"city\":\"X\"} {\"city\":\"Y\"}",
        "{\"city\":\"X\",\"city\":\"Y\"}",
        "{\"city\":\"X\"",
      })
  void whatIsNotOneJsonValueDoesNot(String answer) {
    assertThat(unfit(judge(Some.SCHEMA, answer)).summary()).isEqualTo("its answer is no JSON");
  }

  @Test
  void complaintsNameThePlaceAndWhatIsKeptHoldsNothingOfTheAnswer() {
    // When
    Fitness.Unfit unfit = unfit(judge(Some.SCHEMA, "{\"city\":5,\"Mrs Jansen\":\"secret\"}"));

    // Then
    assertThat(unfit.complaints()).hasSize(2).anyMatch(text -> text.contains("/city"));
    assertThat(unfit.summary())
        .startsWith("its answer does not fit the schema ('#/")
        .endsWith(" and 1 more)")
        .doesNotContain("Jansen")
        .doesNotContain("secret");
  }

  @Test
  void complaintsAreBounded() {
    // When
    Fitness.Unfit unfit =
        unfit(
            judge(
                "{\"type\":\"array\",\"items\":{\"enum\":[\"a\"]}}",
                "[" + "\"%s\",".formatted("b".repeat(1000)).repeat(900) + "1]"));

    // Then
    assertThat(unfit.complaints()).hasSize(8).allMatch(complaint -> complaint.length() <= 201);
  }

  @Test
  void allChoicesMustFit() {
    assertThat(judge(Some.SCHEMA, "{\"city\":\"X\"}", "{}")).isInstanceOf(Fitness.Unfit.class);
    assertThat(Some.schema(Some.SCHEMA).judge(List.of())).isInstanceOf(Fitness.Unfit.class);
  }

  @Test
  void toolCallsAndRefusalsAreAnswersOfAnotherKind() {
    assertThat(Some.schema(Some.SCHEMA).judge(List.of(new AnswerText("", "tool_calls", true))))
        .isEqualTo(new Fitness.Fits());
  }

  @Test
  void anAnswerThatWasCutOffIsToldToBeBrief() {
    Fitness.Unfit unfit =
        unfit(
            Some.schema(Some.SCHEMA)
                .judge(List.of(new AnswerText("{\"city\":\"X\"}", "length", false))));

    assertThat(unfit.summary()).contains("cut off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e-999999999", "123456789e99999"})
  void aNumberBeyondAllBoundsIsJudgedAtOnce(String number) {
    assertThat(
            assertTimeout(
                Duration.ofSeconds(5),
                () -> judge("{\"multipleOf\":0.01,\"minimum\":1,\"enum\":[1]}", number)))
        .isInstanceOf(Fitness.Unfit.class);
  }

  /// Each would take from seconds to years.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'pattern':'^(.*a){12}$'}",
        "{'pattern':'^(a+)+\\\\1b$'}",
        "{'pattern':'^(.*[a-z]){12}$'}",
        "{'anyOf':[{'not':{'pattern':'^(.*a){12}$'}},{'type':'integer'}]}",
      })
  void aPatternThatBacktracksWithoutEndIsGivenUp(String schema) {
    // Given
    String answer = "\"" + "a".repeat(60) + "!\"";

    // When
    Fitness.Unfit unfit =
        unfit(assertTimeout(Duration.ofSeconds(5), () -> judge(schema.replace('\'', '"'), answer)));

    // Then
    assertThat(unfit.summary())
        .startsWith("its answer cannot be checked: the schema's pattern '")
        .endsWith("' needs more than 5,000,000 steps on it")
        .doesNotContain("aaaa");
    assertThat(unfit.complaints()).hasSize(1);
  }

  @Test
  void namesOfFieldsAreBoundedToo() {
    String properties =
        "{\"patternProperties\":{\"^(.*a){12}$\":{}},\"propertyNames\":{\"pattern\":\"a\"}}";

    assertThat(unfit(judge(properties, "{\"" + "a".repeat(32) + "!\":1}")).summary())
        .contains("pattern '^(.*a){12}$' needs more than");
  }

  /// None of the texts alone is too much.
  @Test
  void allTextsOfAnAnswerShareTheSteps() {
    // Given
    String schema = "{\"items\":{\"pattern\":\"^(.*a){4}$\"}}";
    String text = "\"" + "a".repeat(20) + "!\"";

    // Then
    assertThat(unfit(judge(schema, "[" + text + "]")).summary()).contains("does not fit");
    assertThat(unfit(judge(schema, "[" + (text + ",").repeat(5_000) + text + "]")).summary())
        .contains("pattern '^(.*a){4}$' needs more than");
  }

  /// The ways through it double with each level.
  @Test
  void aSchemaThatBranchesAtEveryLevelIsGivenUp() {
    String branching =
        "{\"anyOf\":[{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}},{\"items\":{\"$ref\":\"#\"},\"minItems\":1,\"type\":\"array\"}]}";

    assertThat(
            unfit(
                    assertTimeout(
                        Duration.ofSeconds(5),
                        () -> judge(branching, "[".repeat(100) + "1" + "]".repeat(100))))
                .summary())
        .isEqualTo(
            "its answer cannot be checked: the schema needs more than 5,000,000 steps on it");
  }

  @Test
  void anAnswerOfMoreThanAMillionCharactersIsNotChecked() {
    String most = "\"" + "b".repeat(999_998) + "\"";

    assertThat(judge("{\"pattern\":\"^b+$\"}", most)).isEqualTo(new Fitness.Fits());
    assertThat(unfit(judge("{}", most + " ")).summary())
        .isEqualTo("its answer is longer than 1,000,000 characters, too long to be checked");
  }

  @ParameterizedTest
  @CsvSource({"^a$, a, true", "^a$, ab, false", "b, abc, true", "^\\p{Letter}+$, é, true"})
  void patternsMeanWhatTheDraftsSay(String pattern, String text, boolean fits) {
    String schema = "{\"pattern\":\"%s\"}".formatted(pattern.replace("\\", "\\\\"));

    assertThat(judge(schema, "\"" + text + "\"").equals(new Fitness.Fits())).isEqualTo(fits);
    assertThat(judge("{\"pattern\":\"^a$\"}", "\"a\\n\"")).isInstanceOf(Fitness.Unfit.class);
  }

  @Test
  void nestingIsJudgedHoweverDeep() {
    String recursive =
        "{\"$ref\":\"#/$defs/l\",\"$defs\":{\"l\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/l\"}}}}";

    assertThat(judge(recursive, "[".repeat(150) + "]".repeat(150))).isEqualTo(new Fitness.Fits());
    assertThat(judge(recursive, "[".repeat(100_000) + "]".repeat(100_000)))
        .isInstanceOf(Fitness.Unfit.class);
  }

  /// Threads of the program have half a megabyte.
  @Test
  void nestingFitsTheStackOfASmallThread() throws Exception {
    // Given
    AnswerSchema recursive =
        Some.schema(
            "{\"$ref\":\"#/$defs/l\",\"$defs\":{\"l\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/l\"}}}}");
    String deep = "[".repeat(199) + "]".repeat(199);
    FutureTask<Fitness> judging =
        new FutureTask<>(() -> recursive.judge(List.of(new AnswerText(deep, "stop", false))));

    // When
    new Thread(null, judging, "small", 512 * 1024).start();

    // Then
    assertThat(judging.get(10, TimeUnit.SECONDS)).isEqualTo(new Fitness.Fits());
  }

  @Test
  void olderDraftsAreUnderstood() {
    String draft7 =
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"c\":{\"const\":1}},\"$ref\":\"#/definitions/c\"}";

    assertThat(judge(draft7, "1")).isEqualTo(new Fitness.Fits());
    assertThat(judge(draft7, "2")).isInstanceOf(Fitness.Unfit.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|It is empty. Write a JSON schema into it.",
        "{\"type\":|It is no JSON: ",
        "[]|It is no JSON schema. Write an object, such as {\"type\": \"object\"}.",
        "{\"type\":\"objekt\"}|It is no JSON schema: at '/type', ",
        "{\"properties\":[]}|It is no JSON schema: at '/properties', ",
        "{\"$ref\":\"#/$defs/missing\"}|It is no JSON schema that can be used: ",
        "{\"$ref\":\"https://example.org/s.json\"}|It is no JSON schema that can be used: ",
        "{\"$schema\":\"https://example.org/own\"}|It is no JSON schema that can be used: ",
        "{\"pattern\":\"(\"}|It is no JSON schema",
      })
  void whatIsNoSchemaIsRefusedWithTheReason(String text, String message) {
    assertThat(catchThrowableOfType(BadBundleException.class, () -> AnswerSchema.parse(text)))
        .hasMessageStartingWith(message);
  }

  @Test
  void aSyntaxErrorNamesItsLine() {
    assertThat(
            catchThrowableOfType(
                    BadBundleException.class, () -> AnswerSchema.parse("{\n\"type\": nope\n}"))
                .line())
        .isEqualTo(2);
  }

  @Test
  void aSchemaReadsNoFiles() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("s.json"), "{\"type\":\"object\"}");

    // Then
    assertThat(
            catchThrowableOfType(
                BadBundleException.class,
                () -> AnswerSchema.parse("{\"$ref\":\"" + file.toUri() + "\"}")))
        .isNotNull();
  }

  @Test
  void blanksDoNotChangeTheDigestAndOrderDoes() {
    String digest = Some.schema("{\"type\":\"object\",\"title\":\"x\"}").digest();

    assertThat(Some.schema("{ \"type\" : \"object\",\n\"title\":\"x\" }").digest())
        .isEqualTo(digest);
    assertThat(Some.schema("{\"title\":\"x\",\"type\":\"object\"}").digest()).isNotEqualTo(digest);
  }
}
