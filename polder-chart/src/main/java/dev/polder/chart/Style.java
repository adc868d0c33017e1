package dev.polder.chart;

/// How a text is set.
enum Style {
  LABEL(13, false, Ink.TEXT),
  VALUE(12, false, Ink.TEXT),
  DETAIL(11, false, Ink.QUIET),
  TICK(11, false, Ink.QUIET),
  AXIS(12, false, Ink.QUIET),
  LEGEND(12, false, Ink.TEXT),
  PASSED(12, true, Ink.PASSED),
  FAILED(12, true, Ink.FAILED),
  OPEN(12, true, Ink.OPEN);

  private final double size;
  private final boolean bold;
  private final Ink ink;

  Style(double size, boolean bold, Ink ink) {
    this.size = size;
    this.bold = bold;
    this.ink = ink;
  }

  double size() {
    return size;
  }

  boolean bold() {
    return bold;
  }

  Ink ink() {
    return ink;
  }
}
