package dev.polder.evals.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberFormsTest {
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          42                      | 42
          It is 42.               | 42
          3.14                    | 3.14
          3,14                    | 3.14
          1,234                   | 1234 or 1.234
          1.234                   | 1.234 or 1234
          0.123                   | 0.123
          0,123                   | 0.123
          1,234.5                 | 1234.5
          1.234,5                 | 1234.5
          1.234.567               | 1234567
          1,234,567.89            | 1234567.89
          1'234'567.5             | 1234567.5
          1’234,50                | 1234.50
          1\u202f234,5                 | 1234.5
          7 300                   | 7, 300
          -5                      | -5
          −5                      | -5
          +5                      | 5
          .5                      | 0.5
          1.5e3                   | 1500
          € 481.77                | 481.77
          12 %                    | 12
          5km                     | 5
          from 3 to 7             | 3, 7
          10-12                   | 10, 12
          (-4)                    | -4
          2024-01-05              | 2024, 1, 5
          12,34,5                 | none
          1.2.3                   | none
          x1 and B2               | none
          no number               | none
          """)
  void readsEnglishAndGermanForms(String text, String expected) {
    assertThat(said(NumberForms.EITHER, text)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: English {1}, German {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.234   | 1.234  | 1234
          1,234   | 1234   | 1.234
          1.234,5 | none   | 1234.5
          1,234.5 | 1234.5 | none
          3,5     | none   | 3.5
          """)
  void knowsOneFormOnlyWhereToldSo(String text, String english, String german) {
    assertThat(said(NumberForms.EN, text)).isEqualTo(english);
    assertThat(said(NumberForms.DE, text)).isEqualTo(german);
  }

  @Test
  void takesAWholeTextOnlyWhereItIsOneNumber() {
    assertThat(NumberForms.EITHER.whole(" 42 ")).isPresent();
    assertThat(NumberForms.EITHER.whole("42.")).isEmpty();
    assertThat(NumberForms.EITHER.whole("42 euro")).isEmpty();
    assertThat(NumberForms.EITHER.whole("4 2")).isEmpty();
  }

  @Test
  void passesOverDigitsThatNobodyWouldReckonWith() {
    assertThat(NumberForms.EITHER.in("1".repeat(100_000))).isEmpty();
  }

  private static String said(NumberForms forms, String text) {
    List<NumberForms.Found> found = forms.in(text);
    return found.isEmpty()
        ? "none"
        : found.stream()
            .map(each ->
                each.readings().stream()
                    .map(BigDecimal::toPlainString)
                    .collect(Collectors.joining(" or ")))
            .collect(Collectors.joining(", "));
  }
}
