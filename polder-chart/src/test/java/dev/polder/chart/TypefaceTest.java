package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypefaceTest {

  @Test
  void knowsHowWideATextIs() {
    // 'H' 722, 'i' 222, in thousandths of 13 pixels
    assertThat(Typeface.width("Hi", Style.LABEL)).isCloseTo(12.272, within(1e-9));
    assertThat(Typeface.width("é", Style.LABEL)).isEqualTo(Typeface.width("e", Style.LABEL));
    assertThat(Typeface.width("漢字", Style.LABEL)).isEqualTo(26);
    assertThat(Typeface.width("", Style.LABEL)).isZero();
  }

  @Test
  void breaksAtSpacesThenAfterHyphensThenAnywhere() {
    assertThat(Typeface.wrap("letters to citizens", Style.LABEL, 70, 3))
        .containsExactly("letters to", "citizens");
    assertThat(Typeface.wrap("deepseek-v3.2-q4_k_m", Style.LABEL, 90, 3))
        .containsExactly("deepseek-v3.2-", "q4_k_m");
    assertThat(Typeface.wrap("wwwwwwwwww", Style.LABEL, 50, 5)).hasSize(2);
  }

  @Test
  void cutsWhatDoesNotFitIntoTheLastLine() {
    List<String> lines = Typeface.wrap("one two three four five six", Style.LABEL, 60, 2);
    assertThat(lines).hasSize(2);
    assertThat(lines.getLast()).endsWith("…");
    assertThat(lines).allMatch(line -> Typeface.width(line, Style.LABEL) <= 60);
  }

  @Test
  void neverCutsALetterFromItsAccent() {
    String decomposed = "e\u0301".repeat(20);
    String cut = Typeface.cut(decomposed, Style.LABEL, 40);
    assertThat(cut.length() % 2).isEqualTo(1);
    assertThat(cut).endsWith("\u0301…");
  }
}
