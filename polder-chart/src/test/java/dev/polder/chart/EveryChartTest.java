package dev.polder.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What holds of every chart, shown on all cases of the folder `charts`.
class EveryChartTest {
  static List<String> names() throws IOException {
    return Charts.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWellFormedAndSaysWhatItIs(String name) throws Exception {
    Chart chart = Charts.read(name);
    Element svg = parsed(chart.svg()).getDocumentElement();
    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo(Markup.line(chart.title()));
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo(Markup.line(chart.description()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void holdsNothingThatAStrictPolicyRefuses(String name) throws Exception {
    NodeList all = parsed(Charts.read(name).svg()).getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName()).isIn("svg", "title", "desc", "rect", "path", "text");
      for (int k = 0; k < element.getAttributes().getLength(); k++) {
        String attribute = element.getAttributes().item(k).getNodeName();
        assertThat(attribute).isNotEqualTo("style").isNotEqualTo("id").doesNotStartWith("on");
        assertThat(attribute).doesNotContain("href");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void textsNeitherOverlapNorLeaveThePicture(String name) throws Exception {
    for (int width : new int[] {400, 600, 760, 1200}) {
      List<Box> boxes = boxes(parsed(Charts.read(name).svg(width)));
      for (int i = 0; i < boxes.size(); i++) {
        Box box = boxes.get(i);
        assertThat(box.left).as("%s in %d: %s", name, width, box).isGreaterThan(-1);
        assertThat(box.right).as("%s in %d: %s", name, width, box).isLessThan(width + 1);
        for (Box other : boxes.subList(i + 1, boxes.size())) {
          assertThat(box.overlaps(other))
              .as("%s in %d: %s and %s", name, width, box, other)
              .isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isTheSameEachTime(String name) throws IOException {
    assertThat(Charts.read(name).svg()).isEqualTo(Charts.read(name).svg());
    assertThat(Charts.read(name).figure()).isEqualTo(Charts.read(name).figure());
  }

  @ParameterizedTest
  @MethodSource("names")
  void givesItsNumbersAsCsv(String name) throws IOException {
    Chart chart = Charts.read(name);
    List<String> lines = chart.csv().lines().toList();
    assertThat(lines.getFirst()).isEqualTo(String.join(",", chart.table().columns()));
    assertThat(lines).hasSize(1 + chart.table().rows().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 319, 4001})
  void refusesAWidthThatNobodyCouldRead(int width) throws IOException {
    Chart chart = Charts.read(Charts.names().getFirst());
    assertThatThrownBy(() -> chart.svg(width)).hasMessageContaining(width + " pixels");
  }

  static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Box> boxes(Document svg) {
    List<Box> boxes = new ArrayList<>();
    NodeList texts = svg.getElementsByTagName("text");
    for (int i = 0; i < texts.getLength(); i++) {
      Element text = (Element) texts.item(i);
      double size = Double.parseDouble(text.getAttribute("font-size"));
      String length = text.getAttribute("textLength");
      double wide = length.isEmpty() ? size * 0.6 : Double.parseDouble(length);
      double x = Double.parseDouble(text.getAttribute("x"));
      double left =
          switch (text.getAttribute("text-anchor")) {
            case "middle" -> x - wide / 2;
            case "end" -> x - wide;
            default -> x;
          };
      double y = Double.parseDouble(text.getAttribute("y"));
      boxes.add(new Box(text.getTextContent(), left, left + wide, y - size * 0.7, y + size * 0.15));
    }
    return boxes;
  }

  private record Box(String text, double left, double right, double top, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }
}
