package dev.polder.chart;

import java.util.Locale;

/// The colours of charts: on white paper, and on a dark screen.
enum Ink {
  PAPER("#ffffff", "#15191e"),
  TEXT("#1b2733", "#e8ecf0"),
  QUIET("#4d5b69", "#aeb8c2"),
  GRID("#e3e7eb", "#2c343c"),
  AXIS("#85919d", "#76828e"),
  /// The side of a margin where nothing should lie.
  BEYOND("#faeeec", "#33201f"),
  PASSED("#1b6b3b", "#72d092"),
  FAILED("#a3261c", "#ff8f82"),
  OPEN("#55606b", "#b7c0c9"),
  SERIES_0("#1f5c99", "#7fb9f1"),
  SERIES_1("#b04e08", "#f0a460"),
  SERIES_2("#277246", "#76cf98"),
  SERIES_3("#7a4899", "#c99fe7"),
  SERIES_4("#5b6772", "#b0bac4"),
  SERIES_5("#0d6f7a", "#66c8d2");

  private final String light;
  private final String dark;

  Ink(String light, String dark) {
    this.light = light;
    this.dark = dark;
  }

  /// The colour of a series; after the sixth they begin anew with other shapes and hatches.
  static Ink series(int index) {
    return switch (index % 6) {
      case 0 -> SERIES_0;
      case 1 -> SERIES_1;
      case 2 -> SERIES_2;
      case 3 -> SERIES_3;
      case 4 -> SERIES_4;
      default -> SERIES_5;
    };
  }

  String light() {
    return light;
  }

  String dark() {
    return dark;
  }

  String fill() {
    return " class=\"" + fillClass() + "\" fill=\"" + light + "\"";
  }

  String stroke(double width) {
    return " class=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\""
        .formatted(strokeClass(), light, Numbers.length(width));
  }

  String fillClass() {
    return "pc-f-" + label();
  }

  String strokeClass() {
    return "pc-s-" + label();
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
