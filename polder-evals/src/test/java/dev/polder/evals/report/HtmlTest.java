package dev.polder.evals.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

  @Test
  void textIsEscapedAndPiecesAreNot() {
    Html inner = Html.of("<b>{}</b>", "a < b & \"c\"");
    assertThat(Html.of("<p title=\"{}\">{}</p>", "it's", inner).markup())
        .isEqualTo("<p title=\"it&#39;s\"><b>a &lt; b &amp; &quot;c&quot;</b></p>");
  }

  @Test
  void aTextThatLooksLikeAHoleIsNone() {
    assertThat(Html.of("<p>{} and {}</p>", "{}", "x").markup()).isEqualTo("<p>{} and x</p>");
  }

  @Test
  void refusesAnotherNumberOfPartsThanHoles() {
    assertThatThrownBy(() -> Html.of("<p>{}</p>")).hasMessageContaining("more holes than parts");
    assertThatThrownBy(() -> Html.of("<p></p>", "x")).hasMessageContaining("more parts than holes");
  }

  @ParameterizedTest
  @CsvSource({
    "a\\u202eb, a[U+202E]b",
    "a\\u0000b, a[U+0000]b",
    "a\\u001bb, a[U+001B]b",
    "a\\u200bb, a[U+200B]b",
    "a\\ud800b, a[U+D800]b",
    "a\\u2028b, a[U+2028]b",
    "a\\udb40\\udc41b, a[U+E0041]b"
  })
  void showsWhatNoReaderWouldSee(String written, String shown) {
    assertThat(Plainly.text(unescaped(written))).isEqualTo(shown);
  }

  @Test
  void leavesLinesTabsAndOtherScriptsAlone() {
    String text = "a\tb\nπ ß 漢字 مرحبا नमस्ते می\u200cخواهم 👩\u200d🔬";
    assertThat(Plainly.text(text)).isEqualTo(text);
    assertThat(Plainly.text("a\r\nb")).isEqualTo("a\nb");
  }

  private static String unescaped(String written) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < written.length()) {
      if (written.startsWith("\\u", i)) {
        text.append((char) Integer.parseInt(written.substring(i + 2, i + 6), 16));
        i += 6;
      } else {
        text.append(written.charAt(i++));
      }
    }
    return text.toString();
  }
}
