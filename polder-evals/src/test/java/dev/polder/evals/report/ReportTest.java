package dev.polder.evals.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.polder.evidence.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportTest {

  static Stream<Report> reports() {
    return Stream.of(Examples.run(), Examples.comparison(), Examples.board(), Examples.hostile());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void isOneFileThatLoadsAndRunsNothing(Report report) {
    String html = report.html();
    assertThat(html).startsWith("<!doctype html>").contains("default-src 'none'");
    assertThat(html)
        .doesNotContain(
            "<script", "<link", "<img", "<iframe", "<form", " style=", "@import", "url(");
    String withoutNamespaces = html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    assertThat(Pattern.compile("(src|href)=\"(?!data:)").matcher(withoutNamespaces).find())
        .isFalse();
    String withoutValues = html.replaceAll("\"[^\"]*\"", "\"\"");
    assertThat(Pattern.compile("<[^>]*\\son\\w+=").matcher(withoutValues).find()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void isTheSameEachTime(Report report) {
    assertThat(report.html()).isEqualTo(report.html());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void neverHoldsACharacterThatNobodySees(Report report) {
    assertThat(
            report
                .html()
                .codePoints()
                .filter(c -> c != '\n' && c != '\t')
                .filter(c -> Character.getType(c) != Character.SPACE_SEPARATOR)
                .anyMatch(c ->
                    List.of((int) Character.CONTROL, (int) Character.FORMAT)
                        .contains(Character.getType(c))))
        .isFalse();
  }

  @Test
  void theVerdictComesFirst() {
    for (Verdict verdict : Verdict.values()) {
      ComparisonReport report = Examples.comparison(verdict);
      String html = report.html();
      assertThat(html.indexOf(Plainly.text(new Sentence(report).verdict())))
          .isPositive()
          .isLessThan(html.indexOf("<svg"));
    }
  }

  @Test
  void saysWhatWouldDecideIt() {
    assertThat(Examples.comparison(Verdict.NOT_DECIDABLE).html())
        .contains("<b>What would decide it:</b> about 2,400 pairs, if the rest are like these.");
    assertThat(Examples.comparison(Verdict.INFERIOR).html()).doesNotContain("What would decide it");
  }

  @Test
  void errorsAreCountedApartFromWrongAnswers() {
    assertThat(Examples.run().html())
        .contains("589</div><div class=\"what\">answered of 600 samples")
        .contains(
            "11</div><div class=\"what\">without an answer; they count neither as right nor as wrong");
  }

  @Test
  void aVeryLongAnswerIsCutAndSaysSo() {
    assertThat(Parts.said("x".repeat(50_000)).markup())
        .contains("38,000 more characters are in the run’s log.")
        .hasSizeLessThan(14_000);
    assertThat(Parts.said("\ud83d\ude00".repeat(9_000)).markup()).doesNotContain("U+D83D");
  }

  @Test
  void aRunOfNothingIsAPageToo() {
    RunReport empty =
        new RunReport(
            Examples.run().provenance(),
            Examples.run().party(),
            0,
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Values.of(),
            Values.of(),
            Values.of(),
            java.util.Optional.empty(),
            List.of());
    assertThat(empty.html()).contains("answered of 0 samples").doesNotContain("<svg");
  }
}
