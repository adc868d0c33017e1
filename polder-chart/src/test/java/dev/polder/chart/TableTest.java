package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

  @Test
  void quotesWhatWouldBreakALine() {
    Table table = new Table(List.of("a", "b"), List.of(List.of("x,y", "say \"no\"\nand go")));
    assertThat(table.csv()).isEqualTo("a,b\r\n\"x,y\",\"say \"\"no\"\"\nand go\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(1)", "+cmd", "-2+3", "@SUM(A1)", "\tx"})
  void letsNoSpreadsheetRunAText(String text) {
    assertThat(new Table(List.of("a"), List.of(List.of(text))).csv())
        .isEqualTo("a\r\n'" + text + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.05, 0, 1, 0.1, 1e-7, -3.25e20, 123456789.125})
  void writesNumbersThatReadBackTheSame(double value) {
    String cell = Table.number(value);
    assertThat(Double.parseDouble(cell)).isEqualTo(value);
    assertThat(new Table(List.of("a"), List.of(List.of(cell))).csv())
        .isEqualTo("a\r\n" + cell + "\r\n");
  }

  @Test
  void leavesWhatIsNotFiniteEmpty() {
    assertThat(Table.number(Double.NaN)).isEmpty();
    assertThat(Table.number(Double.POSITIVE_INFINITY)).isEmpty();
  }

  @Test
  void refusesARowThatDoesNotFit() {
    assertThatThrownBy(() -> new Table(List.of("a"), List.of(List.of("1", "2"))))
        .hasMessage("2 cells do not fit under 1 columns: [1, 2]");
  }
}
