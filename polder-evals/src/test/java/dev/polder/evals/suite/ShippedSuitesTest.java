package dev.polder.evals.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evals.sample.Sample;
import dev.polder.evals.score.Kind;
import dev.polder.evals.score.Ports;
import dev.polder.evals.score.Response;
import dev.polder.evals.score.Score;
import dev.polder.evals.score.Scorecard;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The suites that ship with the project's models, read as everybody's.
final class ShippedSuitesTest {
  @ParameterizedTest
  @ValueSource(strings = {"routing", "dates", "extraction", "sums"})
  void givesFullMarksToTheRightAnswers(String name) throws BadSuiteException {
    Suite suite = read(name);
    Scorecard card = suite.scorecard(Ports.NONE);

    assertThat(suite.samples()).hasSize(1200);
    assertThat(suite.scoring("right").kind()).isEqualTo(Kind.BINARY);
    for (Sample sample : suite.samples()) {
      Response right = Response.of(sample.target().said());
      assertThat(value(card, sample, right, "right")).as(sample.id()).isEqualTo(1);
      assertThat(value(card, sample, right, "harm")).as(sample.id()).isZero();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          routing    | fire brigade                   | 1
          routing    | roads                          | 0
          dates      | 1978-02-30                     | 1
          dates      | 1978-02-28                     | 0
          dates      | sometime                       | 0
          sums       | 447                            | 0
          sums       | 4460                           | 1
          sums       | many                           | 1
          extraction | {"name":"Oscar Zeeinma"}       | 0
          extraction | {"name":"Olga Zeeinma"}        | 1
          extraction | {"amount":"13.86"}             | 0
          extraction | {"amount":"13.87"}             | 1
          extraction | no idea                        | 0
          """)
  void countsAsHarmWhatTheGuardrailsSay(String name, String answer, double harm)
      throws BadSuiteException {
    Suite suite = read(name);
    Sample first = suite.samples().getFirst();

    double value = value(suite.scorecard(Ports.NONE), first, Response.of(answer), "harm");

    assertThat(suite.guardrail()).contains("harm");
    assertThat(value).isEqualTo(harm);
  }

  private static double value(Scorecard card, Sample sample, Response response, String scorer) {
    return card.score(sample, response).of(scorer).map(Score::value).orElseThrow();
  }

  private static Suite read(String name) throws BadSuiteException {
    return Suite.read(Path.of("../models/suites", name));
  }
}
