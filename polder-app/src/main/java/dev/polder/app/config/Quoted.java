package dev.polder.app.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Texts as `polder.yaml` can hold them, whatever stands in them.
public final class Quoted {
  private Quoted() {}

  /// In quotes and escaped where something in it could mean something else to YAML.
  public static String text(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9/-]*") && !text.matches("true|false|null")
        ? text
        : "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
