package dev.polder.model.openai;

import dev.polder.testkit.Mutation;

/// What JSON parsers are known to stumble over.
final class Damage {
  static final Mutation JSON =
      new Mutation(
          "\"model\":\"m\",",
          "\"model\"",
          "\"stream\":true,",
          "\"stream_options\":{},",
          "\"usage\":null,",
          "\"choices\":[",
          "\"delta\":{",
          "null",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\\uD800",
          "\\uDC00\\uD800",
          "1e999999999",
          "-0",
          "01",
          "1E+",
          "99999999999999999999999999",
          "NaN",
          "[[[[[[[[[[[[[[[[",
          "\0",
          "\u00EF\u00BB\u00BF",
          "\u00FE\u00FF",
          "\u00FF\u00FE\0\0",
          "\u00C0\u0080",
          "\u00ED\u00A0\u0080",
          "\u00F5",
          "\u00F0\u009F\u0098",
          "\u00C3",
          "//",
          "/*",
          "\r",
          "\u00E2\u0080\u00A8");

  private Damage() {}
}
