package dev.polder.evals.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.sample.Sample;
import dev.polder.testkit.Fuzz;
import dev.polder.testkit.Mutation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever stands in a suite's files: it is read as a whole, or refused with reasons.
final class SuiteFuzzTest {
  private static final byte[] SAMPLES =
      """
      {"id": "fr", "input": "France?", "target": ["Paris", "Paname"], "cluster": "eu", "tags": ["b"], "weight": 2}
      {"id": "pe", "input": [{"role": "system", "content": "Bé brief."}, {"role": "user", "content": "Peru?"}], "target": "Lima"}
      {"id": "no", "input": "Norway?", "target": [{"name": "find", "arguments": {"n": 1e3}}], "note": "x"}
      """
          .getBytes(UTF_8);
  private static final byte[] HEADER =
      """
      name: it
      scorers:
        right: {type: text, articles: [en], match: contains}
        tools: {type: tool-calls, order: free}
        near: {type: numeric, tolerance: 0.5, take: last}
        valid: {type: json-schema, schema: {type: object, properties: {a: {type: string}}}}
        graded: {type: judge, grades: [bad, good]}
      primary: right
      guardrail: none
      refusals: {add: [pass]}
      """
          .getBytes(UTF_8);
  private static final Mutation DAMAGE =
      new Mutation(
          "\n",
          "\r\n",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\ud800",
          "\\u0000",
          "null",
          "true",
          "1e999999999",
          "\"id\": \"fr\"",
          ": ",
          "&a ",
          "*a",
          "- ",
          "\u00ef\u00bb\u00bf",
          "\u00ff\u00fe",
          "!!java",
          "  ");

  @TempDir private Path temporary;

  @Test
  void samplesAreReadOrRefused() {
    Path file = temporary.resolve("fuzz.jsonl");
    Fuzz.tries(
        1500,
        random -> {
          Files.write(file, DAMAGE.of(SAMPLES, random));
          check(file);
        });
  }

  @Test
  void headersAreReadOrRefused() {
    Fuzz.tries(
        700,
        random -> {
          Files.write(temporary.resolve("suite.yaml"), DAMAGE.of(HEADER, random));
          Files.writeString(
              temporary.resolve("samples.jsonl"), "{\"input\": \"x\", \"target\": \"y\"}\n");
          check(temporary);
        });
  }

  @Test
  void tablesAreReadOrRefused() {
    byte[] table = "question;answer;group\n\"One\nmore?\";1;a\nTwo?;\"2,5\";b\n".getBytes(UTF_8);
    Mutation damage = new Mutation("\"", ";", ",", "\r\n", "\n", "\t", "\"\"", "=1+1", "\u00ff");
    Fuzz.tries(
        400,
        (Random random) -> {
          Path file = temporary.resolve("table.csv");
          Path made = temporary.resolve("made");
          Files.write(file, damage.of(table, random));
          try {
            SuiteFromTable.write(file, made, SuiteFromTable.Settings.USUAL);
            Files.delete(made.resolve("suite.yaml"));
            Files.delete(made.resolve("samples.jsonl"));
            Files.delete(made);
          } catch (BadSuiteException bad) {
            assertThat(bad.faults()).isNotEmpty();
            assertThat(made).doesNotExist();
          }
        });
  }

  private static void check(Path suite) {
    try {
      Suite read = Suite.read(suite);
      List<Sample> samples = List.copyOf(read.samples());
      assertThat(samples).isNotEmpty();
      for (int i = 0; i < samples.size(); i++) {
        assertThat(samples.get(i).id()).isEqualTo(read.id(i));
      }
      assertThat(Suite.read(suite).digest()).isEqualTo(read.digest());
    } catch (BadSuiteException bad) {
      assertThat(bad.faults())
          .isNotEmpty()
          .allSatisfy(fault -> {
            assertThat(fault.message()).isNotBlank();
            assertThat(fault.line()).isNotNegative();
          });
    }
  }
}
