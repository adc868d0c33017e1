package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How shadows stand, in lines of at most 80 columns.
final class ShadowText {
  private static final String INDENT = "  ";
  private static final Map<String, String> DROPS = drops();

  private ShadowText() {}

  private static Map<String, String> drops() {
    Map<String, String> drops = new LinkedHashMap<>();
    drops.put("too_many", "too many at once");
    drops.put("too_long", "too long");
    drops.put("no_room", "no room in the spool");
    drops.put("too_old", "too old");
    drops.put("unwritten", "not written");
    drops.put("unreadable", "unreadable");
    drops.put("forbidden", "forbidden by their data class");
    return drops;
  }

  static List<String> lines(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    if (answer.path("shadows").isEmpty()) {
      return Text.wrapped("No live calls are mirrored. 'shadow' of a use case asks for it.", "");
    }
    answer.path("shadows").forEach(shadow -> shadow(shadow, lines));
    return lines;
  }

  private static void shadow(JsonNode shadow, List<String> lines) {
    add(
        "%s: %s of its calls are mirrored to '%s', scored by %s, margin %s points."
            .formatted(
                shadow.path("use_case").asText(),
                number(100 * shadow.path("share").asDouble()) + " %",
                shadow.path("candidate").asText(),
                shadow.path("scored_by").asText(),
                number(100 * shadow.path("margin").asDouble())),
        lines);
    add(
        INDENT
            + "mirrored %d, waiting %d, not answered by the primary %d, dropped %s"
                .formatted(
                    shadow.path("mirrored").asLong(),
                    shadow.path("waiting").asLong(),
                    shadow.path("not_by_primary").asLong(),
                    dropped(shadow.path("dropped"))),
        lines);
    if (shadow.has("waits_for")) {
      add(INDENT + "waits: " + shadow.path("waits_for").asText(), lines);
    }
    add(
        INDENT
            + "scored %d, without an answer %d, not comparable %d%s"
                .formatted(
                    shadow.path("scored").asLong(),
                    shadow.path("failed").asLong(),
                    shadow.path("not_comparable").asLong(),
                    shadow.has("kept") ? ", kept " + shadow.path("kept").asLong() : ""),
        lines);
    if (shadow.has("watch")) {
      watch(shadow.path("watch"), shadow.path("use_case").asText(), lines);
    }
  }

  private static String dropped(JsonNode dropped) {
    long all = 0;
    List<String> reasons = new ArrayList<>();
    for (Map.Entry<String, String> drop : DROPS.entrySet()) {
      long count = dropped.path(drop.getKey()).asLong();
      all += count;
      if (count > 0) {
        reasons.add(count + " " + drop.getValue());
      }
    }
    return all + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
  }

  private static void watch(JsonNode watch, String useCase, List<String> lines) {
    JsonNode difference = watch.path("difference");
    add(
        INDENT
            + String.format(
                Locale.ROOT,
                "difference %+.1f points [%+.1f, %+.1f], n = %d, %.0f %% sure at all times",
                100 * difference.path("value").asDouble(),
                100 * difference.path("low").asDouble(),
                100 * difference.path("high").asDouble(),
                difference.path("n").asLong(),
                100 * difference.path("confidence").asDouble()),
        lines);
    if (watch.has("alarm")) {
      add(
          INDENT
              + "ALARM since %s: it fell below the margin. Compare it anew with 'polder eval compare', or say 'polder shadow renew %s'."
                  .formatted(watch.path("alarm").asText(), useCase),
          lines);
      return;
    }
    add(
        INDENT
            + "no alarm: %s %% of the way to one, watched since %s"
                .formatted(
                    number(100 * watch.path("level").asDouble()),
                    watch.path("since").asText().substring(0, 10)),
        lines);
    watch.path("delays").forEach(delay -> add(INDENT + delay(delay, watch), lines));
    add(
        INDENT
            + "false alarms: one in %s scored calls on average, or fewer"
                .formatted(grouped(watch.path("run_length").asLong())),
        lines);
  }

  private static String delay(JsonNode delay, JsonNode watch) {
    String fall = "a fall to -%s points".formatted(number(100 * delay.path("fall").asDouble()));
    if (!delay.has("half_calls")) {
      return fall + " would take more than 20,000 scored calls to notice";
    }
    String most =
        delay.has("most_calls") ? grouped(delay.path("most_calls").asLong()) : "more than 20,000";
    String days =
        delay.has("half_days") && delay.has("most_days")
            ? " (%s and %s days at %s a day)"
                .formatted(
                    number(delay.path("half_days").asDouble()),
                    number(delay.path("most_days").asDouble()),
                    grouped(Math.round(watch.path("scored_per_day").asDouble())))
            : "";
    return "%s is noticed after %s scored calls in half of the cases, %s in nine of ten%s"
        .formatted(fall, grouped(delay.path("half_calls").asLong()), most, days);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// With one decimal where that says something.
  private static String number(double value) {
    return Math.abs(value - Math.rint(value)) < 0.05 || value >= 100
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static void add(String text, List<String> lines) {
    lines.addAll(Text.wrapped(text, INDENT + INDENT));
  }
}
