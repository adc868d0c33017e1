package dev.polder.chart;

/// The rules for pages that hold charts: figures, and colours on dark screens.
final class Stylesheet {
  static final String TEXT = figures() + dark();

  private Stylesheet() {}

  private static String figures() {
    return """
    .polder-chart { display: block; max-width: 100%; height: auto; }
    .polder-figure { margin: 1.5rem 0; break-inside: avoid; }
    .polder-figure > figcaption { font-weight: 600; margin-bottom: .15rem; }
    .polder-figure > .chart-about { margin: 0 0 .5rem; }
    .polder-figure > .chart-scroll { overflow-x: auto; }
    .polder-figure .polder-chart { width: 100%; min-width: 38rem; }
    .polder-figure > .chart-data { font-size: .85em; margin-top: .25rem; }
    .polder-figure summary { cursor: pointer; }
    .polder-figure table { border-collapse: collapse; margin: .5rem 0; }
    .polder-figure th, .polder-figure td { text-align: left; padding: .15rem .9rem .15rem 0; }
    .polder-figure .number { text-align: right; font-variant-numeric: tabular-nums; }
    @media print {
      .polder-figure > .chart-data { display: none; }
      .polder-figure > .chart-scroll { overflow: visible; }
    }
    """;
  }

  private static String dark() {
    StringBuilder rules = new StringBuilder("@media screen and (prefers-color-scheme: dark) {\n");
    for (Ink ink : Ink.values()) {
      rules.append(
          "  .%s { fill: %s; } .%s { stroke: %s; }\n"
              .formatted(ink.fillClass(), ink.dark(), ink.strokeClass(), ink.dark()));
    }
    return rules.append("}\n").toString();
  }
}
