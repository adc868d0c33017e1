package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Labels may come from anybody.
class HostileTextTest {

  static List<String> labels() {
    return List.of(
        "</text><script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "]]>&amp;<!--",
        "\u0000\u0007\u001b[31mred",
        "abc\u202egnp.exe\u2066",
        "\ud800 half a character",
        "W".repeat(4000),
        "a\nb\r\nc\td",
        "");
  }

  @ParameterizedTest
  @MethodSource("labels")
  void aLabelNeverBecomesMarkup(String label) throws Exception {
    ForestPlot plot =
        new ForestPlot(
            label,
            label,
            Axis.points(label),
            label,
            label,
            List.of(
                new ForestPlot.Row(
                    label,
                    label,
                    0,
                    -0.1,
                    0.1,
                    OptionalDouble.of(-0.05),
                    ForestPlot.Mark.OPEN,
                    label)));
    String svg = plot.svg();
    EveryChartTest.parsed(svg);
    assertThat(svg).doesNotContain("<script").doesNotContain("\u202e");
    assertThat(plot.figure()).doesNotContain("<script").doesNotContain("\" onload");
  }
}
