package dev.polder.app.shadow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.config.ShadowSettings;
import dev.polder.evals.shadow.Rating;
import dev.polder.evals.shadow.Shadowing;
import dev.polder.evals.shadow.Spool;
import dev.polder.evals.shadow.Watch;
import dev.polder.evidence.Estimate;
import dev.polder.evidence.sequential.DetectionDelay;
import dev.polder.gateway.mirror.Mirror;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;

/// How a shadow stands, for the admin API.
final class ShadowJson {
  /// A fall is stated that is as far below the margin again, and one that nobody would miss.
  private static final double STEEP = 0.35;

  private ShadowJson() {}

  static ObjectNode of(Shadow shadow, Mirror.Counts mirrored, Instant now, RandomGenerator random) {
    ShadowSettings settings = shadow.settings();
    Shadowing.Status status = shadow.status();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("use_case", shadow.useCase());
    json.put("candidate", settings.candidate());
    json.put("share", settings.share());
    json.put("scored_by", by(settings));
    json.put("margin", settings.margin());
    json.put("mirrored", mirrored.taken());
    json.put("waiting", status.spool().waiting());
    json.put("waiting_bytes", status.spool().bytes());
    status.waitsFor().ifPresent(reason -> json.put("waits_for", reason));
    Shadowing.Tally tally = status.tally();
    json.put("scored", tally.scored());
    json.put("failed", tally.failed());
    json.put("not_comparable", tally.unscored() + shadow.unfit());
    json.put("not_by_primary", mirrored.notPrimary());
    dropped(json.putObject("dropped"), mirrored, status.spool(), tally);
    shadow.keptAnswers().ifPresent(kept -> json.put("kept", kept));
    status.watch().ifPresent(watch -> watch(json.putObject("watch"), watch, now, random));
    return json;
  }

  private static String by(ShadowSettings settings) {
    return switch (settings.rating()) {
      case Rating.Like like -> like.likeness().name().toLowerCase(Locale.ROOT);
      case Rating.Fits _ -> "schema";
      case Rating.Judged _ -> "judge " + settings.judge().orElse("");
    };
  }

  private static void dropped(
      ObjectNode json, Mirror.Counts mirrored, Spool.Counts spool, Shadowing.Tally tally) {
    json.put("too_many", mirrored.full());
    json.put("too_long", mirrored.tooLong());
    json.put("no_room", spool.crowdedOut());
    json.put("too_old", spool.expired());
    json.put("unwritten", spool.unwritten());
    json.put("unreadable", spool.unreadable());
    json.put("forbidden", tally.forbidden());
  }

  private static void watch(ObjectNode json, Watch watch, Instant now, RandomGenerator random) {
    json.put("since", watch.since().toString());
    Estimate mean = watch.mean().estimate(Seen.CONFIDENCE);
    json.putObject("difference")
        .put("value", mean.value())
        .put("low", mean.interval().low())
        .put("high", mean.interval().high())
        .put("confidence", mean.confidence())
        .put("n", mean.n());
    json.put("level", Math.min(1, watch.detector().level()));
    watch.alarmAt().ifPresent(at -> json.put("alarm", at.toString()));
    OptionalDouble perDay = watch.perDay(now);
    perDay.ifPresent(rate -> json.put("scored_per_day", rate));
    json.put("run_length", watch.detector().threshold());
    ArrayNode delays = json.putArray("delays");
    double margin = watch.detector().margin();
    for (double fall : new double[] {2 * margin, margin + STEEP}) {
      if (fall <= 1) {
        delay(delays.addObject(), watch.delay(-fall, random), fall, perDay);
      }
    }
  }

  private static void delay(
      ObjectNode json, DetectionDelay delay, double fall, OptionalDouble perDay) {
    json.put("fall", fall);
    stated(json, "half", delay.median(), perDay);
    stated(json, "most", delay.ninetieth(), perDay);
  }

  /// What takes longer than was watched is left out.
  private static void stated(ObjectNode json, String name, double calls, OptionalDouble perDay) {
    if (Double.isFinite(calls)) {
      json.put(name + "_calls", Math.round(calls));
      perDay.ifPresent(rate -> json.put(name + "_days", calls / rate));
    }
  }
}
