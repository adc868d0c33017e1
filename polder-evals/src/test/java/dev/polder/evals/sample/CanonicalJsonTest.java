package dev.polder.evals.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"b": 1, "a": [ ]}   | {"a":[],"b":1}
          1.0                  | 1
          1                    | 1
          1e0                  | 1
          0.10                 | 0.1
          "\\u0041"            | "A"
          {"a": {"d":1,"c":2}} | {"a":{"c":2,"d":1}}
          [ null , true ]      | [null,true]
          {}                   | {}
          """)
  void hasOneTextForEqualThings(String json, String canonical) {
    assertThat(CanonicalJson.parse(json).map(CanonicalJson::text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "NaN",
        "'a'",
        "01",
        "nul",
        "1e9999999999"
      })
  void refusesWhatIsNoJson(String json) {
    assertThat(CanonicalJson.parse(json)).isEmpty();
  }
}
