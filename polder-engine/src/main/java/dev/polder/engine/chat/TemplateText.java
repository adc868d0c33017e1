package dev.polder.engine.chat;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Jinja text of a chat template, with the names of the tokens that it refers to.
///
/// @param beginToken what `bos_token` stands for; "" when the tokenizer has none
/// @param endToken what `eos_token` stands for; "" when the tokenizer has none
record TemplateText(String jinja, String beginToken, String endToken) {
  private static final Pattern MARKER =
      Pattern.compile("<\\|/?[A-Za-z_]+\\|>|\\[/?[A-Z_]{2,}]|<(?:start|end)_of_[a-z]+>|<</?SYS>>");
  private static final Pattern BEGINS = Pattern.compile("\\{\\{-?\\s*bos_token|bos_token \\+");

  boolean has(String... markers) {
    for (String marker : markers) {
      if (!jinja.contains(marker)) {
        return false;
      }
    }
    return true;
  }

  /// Whether all markers in the template are among those named: another one means another form.
  boolean hasOnly(Set<String> known) {
    return known.containsAll(markers());
  }

  Set<String> markers() {
    Set<String> markers = new TreeSet<>();
    Matcher matcher = MARKER.matcher(jinja);
    while (matcher.find()) {
      markers.add(matcher.group());
    }
    return markers;
  }

  /// The group that took part in the pattern's first match, as the string that Jinja would read.
  Optional<String> literal(Pattern pattern) {
    Matcher matcher = pattern.matcher(jinja);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int group = 1;
    while (group < matcher.groupCount() && matcher.start(group) < 0) {
      group++;
    }
    return Optional.of(unescaped(matcher.group(group)));
  }

  /// The begin token when the template writes one, else "".
  String begin() {
    return BEGINS.matcher(jinja).find() ? beginToken : "";
  }

  private static String unescaped(String literal) {
    return literal
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\'", "'")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\");
  }
}
