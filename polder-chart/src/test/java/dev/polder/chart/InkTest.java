package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Texts have a contrast of at least 4.5 to 1, and what is drawn 3 to 1 (WCAG 2.2, 1.4.3 and
/// 1.4.11).
class InkTest {

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyTextIsLegibleOnPaperAndOnADarkScreen(Style style) {
    for (Ink ground : new Ink[] {Ink.PAPER, Ink.BEYOND}) {
      assertThat(contrast(style.ink().light(), ground.light())).isGreaterThanOrEqualTo(4.5);
      assertThat(contrast(style.ink().dark(), ground.dark())).isGreaterThanOrEqualTo(4.5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Ink.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PAPER", "BEYOND", "GRID"})
  void everySignStandsOut(Ink ink) {
    assertThat(contrast(ink.light(), Ink.PAPER.light())).isGreaterThanOrEqualTo(3);
    assertThat(contrast(ink.dark(), Ink.PAPER.dark())).isGreaterThanOrEqualTo(3);
  }

  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String colour) {
    return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
  }

  private static double channel(String colour, int at) {
    double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
