package dev.polder.chart;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A chart as a part of a page.
final class Figure {
  private Figure() {}

  static String html(Chart chart) {
    String svg = chart.svg();
    StringBuilder html = new StringBuilder("<figure class=\"polder-figure\">\n");
    html.append("<figcaption>").append(Markup.escaped(chart.title())).append("</figcaption>\n");
    if (!chart.description().isBlank()) {
      html.append("<p class=\"chart-about\">");
      html.append(Markup.escaped(chart.description())).append("</p>\n");
    }
    // Reached by keyboard, because on a small screen it is scrolled.
    html.append("<div class=\"chart-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"");
    html.append(Markup.escaped(chart.title())).append("\">\n").append(svg).append("</div>\n");
    html.append("<div class=\"chart-data\">\n");
    link(html, chart, "csv", "text/csv;charset=utf-8", chart.csv(), "Numbers (CSV)");
    html.append(" · ");
    link(html, chart, "svg", "image/svg+xml", svg, "Picture (SVG)");
    html.append("\n<details><summary>Numbers as a table</summary>\n");
    table(html, chart);
    return html.append("</details>\n</div>\n</figure>\n").toString();
  }

  private static void link(
      StringBuilder html, Chart chart, String ending, String type, String content, String text) {
    html.append("<a download=\"").append(fileName(chart.title())).append('.').append(ending);
    html.append("\" href=\"data:").append(type).append(";base64,");
    html.append(Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
    html.append("\">").append(text).append("</a>");
  }

  /// Letters and digits of the title; there is always something left.
  static String fileName(String title) {
    String plain =
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String name = plain.isEmpty() ? "chart" : plain;
    return name.length() > 60 ? name.substring(0, 60) : name;
  }

  private static void table(StringBuilder html, Chart chart) {
    Table table = chart.table();
    html.append("<table>\n<thead><tr>");
    for (int i = 0; i < table.columns().size(); i++) {
      html.append("<th scope=\"col\"").append(number(table, i)).append('>');
      html.append(Markup.escaped(table.columns().get(i))).append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append("<td").append(number(table, i)).append('>');
        html.append(Markup.escaped(row.get(i))).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n");
  }

  private static String number(Table table, int column) {
    boolean numbers =
        table.rows().stream()
            .map(row -> row.get(column))
            .allMatch(cell -> cell.isEmpty() || Table.isNumber(cell));
    return numbers ? " class=\"number\"" : "";
  }
}
