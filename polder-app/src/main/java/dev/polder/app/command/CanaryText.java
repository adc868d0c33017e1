package dev.polder.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Canaries as people read them, in lines of at most 80 columns.
final class CanaryText {
  private static final int NAME = 20;
  private static final String INDENT = "    ";

  private CanaryText() {}

  static List<String> lines(List<JsonNode> canaries, Instant now, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add(row("DEPLOYMENT", "STATE", "SHIFT IN POINTS", "NEW ANSWERS", "LAST"));
    for (JsonNode canary : canaries) {
      canary(canary, now, zone, lines);
    }
    return lines;
  }

  private static String row(String name, String state, String shift, String answers, String last) {
    return "  %-20s  %-9s  %-22s  %-11s  %6s"
        .formatted(name, state, shift, answers, last)
        .stripTrailing();
  }

  private static void canary(JsonNode canary, Instant now, ZoneId zone, List<String> lines) {
    String name = canary.path("deployment").asText();
    if (name.length() > NAME) {
      lines.add("  " + name);
      name = "";
    }
    boolean alarmed = canary.has("alarm");
    JsonNode drift = alarmed ? canary.path("alarm").path("drift") : canary.path("drift");
    boolean known = drift.has("score");
    lines.add(
        row(
            name,
            canary.path("state").asText(),
            known ? points(drift.path("score")) : "-",
            known ? percent(drift) : "-",
            canary.has("last") ? age(Instant.parse(canary.path("last").asText()), now) : "-"));
    for (String text : texts(canary, now, zone)) {
      lines.addAll(Text.wrapped(INDENT + text, INDENT));
    }
  }

  private static String points(JsonNode score) {
    return String.format(
        Locale.ROOT,
        "%+.1f [%+.1f, %+.1f]",
        100 * score.path("value").asDouble(),
        100 * score.path("low").asDouble(),
        100 * score.path("high").asDouble());
  }

  private static String percent(JsonNode drift) {
    return String.format(
        Locale.ROOT,
        "%.0f%% (%.0f%%)",
        100 * drift.path("new_answers").path("value").asDouble(),
        100 * drift.path("usual_new_answers").asDouble());
  }

  private static String age(Instant at, Instant now) {
    Duration age = Duration.between(at, now);
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    return age.toHours() > 0 ? age.toHours() + " h" : Math.max(0, age.toMinutes()) + " min";
  }

  private static List<String> texts(JsonNode canary, Instant now, ZoneId zone) {
    List<String> texts = new ArrayList<>();
    texts.add("suite '%s', %s".formatted(canary.path("suite").asText(), next(canary, now, zone)));
    if (canary.path("state").asText().equals("learning")) {
      texts.add(
          "%d of %d rounds of its baseline"
              .formatted(canary.path("baseline").asInt(), canary.path("baseline_wanted").asInt()));
    }
    if (canary.has("alarm")) {
      JsonNode alarm = canary.path("alarm");
      texts.add(
          "another model since %s, seen by %s over %s; 'polder canary accept %s' when understood"
              .formatted(
                  alarm.path("since").asText(),
                  alarm.path("signal").asText(),
                  Text.count(alarm.path("drift").path("rounds").asInt(), "round"),
                  canary.path("deployment").asText()));
    }
    if (canary.has("trouble")) {
      texts.add("the last round shows nothing: " + canary.path("trouble").asText());
    }
    if (!canary.path("newly_said").isEmpty()) {
      texts.add("its provider now says: " + Text.list(canary.path("newly_said")));
    }
    return texts;
  }

  private static String next(JsonNode canary, Instant now, ZoneId zone) {
    if (canary.path("running").asBoolean()) {
      return "a round is under way";
    }
    if (canary.has("waiting")) {
      return "a round waits: " + canary.path("waiting").asText();
    }
    Instant due = Instant.parse(canary.path("next").asText());
    return due.isAfter(now) ? "next " + Text.end(due, now, zone) : "next at once";
  }
}
