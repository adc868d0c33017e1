package dev.polder.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.canary.CanaryLook;
import dev.polder.evals.canary.Drift;
import dev.polder.evidence.Estimate;

/// What the admin API says of canaries. Estimates are shares of 1.
final class CanaryJson {
  private CanaryJson() {}

  static ObjectNode of(CanaryLook look) {
    ObjectNode json =
        AdminJson.object()
            .put("deployment", look.settings().deployment())
            .put("suite", look.settings().suite())
            .put("state", look.state())
            .put("running", look.running())
            .put("attempts", look.attempts());
    look.lastAt().ifPresent(at -> json.put("last", at.toString()));
    if (!look.trouble().isEmpty()) {
      json.put("trouble", look.trouble());
    }
    json.put("next", look.due().toString());
    look.waiting().ifPresent(why -> json.put("waiting", why));
    json.put("baseline", look.vigil().baseline().size())
        .put("baseline_wanted", look.vigil().wanted())
        .put("looks", look.vigil().looks());
    look.vigil().drift().ifPresent(drift -> json.set("drift", drift(drift)));
    look.vigil()
        .alarm()
        .ifPresent(alarm ->
            json.putObject("alarm")
                .put("since", alarm.at().toString())
                .put("signal", alarm.signal().label())
                .put("p", alarm.p())
                .put("bound", alarm.bound())
                .set("drift", drift(alarm.drift())));
    ArrayNode said = json.putArray("newly_said");
    look.vigil().newlySaid().stream().sorted().forEach(said::add);
    return json;
  }

  private static ObjectNode drift(Drift drift) {
    ObjectNode json = AdminJson.object();
    json.set("score", estimate(drift.score()));
    json.set("new_answers", estimate(drift.newAnswers()));
    return json.put("usual_new_answers", drift.usualNewAnswers()).put("rounds", drift.rounds());
  }

  private static ObjectNode estimate(Estimate estimate) {
    return AdminJson.object()
        .put("value", estimate.value())
        .put("low", estimate.interval().low())
        .put("high", estimate.interval().high())
        .put("confidence", estimate.confidence())
        .put("n", estimate.n());
  }
}
