package dev.polder.app.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Prometheus' text format as strictly as its documentation has it.
final class Prometheus {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile("((%s)(?:\\{%s(?:,%s)*})?) (\\S+)".formatted(NAME, LABEL, LABEL));
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (%s) (counter|gauge|histogram)".formatted(NAME));

  private Prometheus() {}

  /// Samples by their names and labels. Anything that is no such line is an error.
  static Map<String, Double> parsed(String text) {
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line does not end");
    }
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        if (types.put(type.group(1), type.group(2)) != null) {
          throw new AssertionError("a type twice: " + line);
        }
      } else if (sample.matches()) {
        String metric = sample.group(2).replaceFirst("_(bucket|sum|count)$", "");
        if (!types.containsKey(sample.group(2)) && !"histogram".equals(types.get(metric))) {
          throw new AssertionError("a sample without a type: " + line);
        }
        double value =
            sample.group(3).equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(sample.group(3));
        if (samples.put(sample.group(1), value) != null) {
          throw new AssertionError("a sample twice: " + line);
        }
      } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
        throw new AssertionError("no line of the format: " + line);
      }
    }
    return samples;
  }
}
