package dev.polder.app.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.app.canary.CanaryLook;
import dev.polder.app.canary.CanaryWatch;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.health.Health;
import dev.polder.gateway.impact.Impact;
import dev.polder.gateway.impact.Standing;
import dev.polder.gateway.restriction.AccessWatch;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.restriction.Restrictions;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.traffic.Traffic;
import dev.polder.model.Deployment;
import dev.polder.model.Nearest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Does what the admin API is asked, in plain blocking code. Any thread but an event loop.
public final class AdminApi {
  private final Supplier<Catalogue> catalogue;
  private final Restrictions restrictions;
  private final AccessWatch access;
  private final Health health;
  private final Traffic traffic;
  private final Router router;
  private final Consumer<String> failback;
  private final Shadowed shadowed;
  private final CanaryWatch canaries;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// What is known of live calls that are mirrored.
  public interface Shadowed {
    /// How every shadow stands.
    ObjectNode status();

    /// Begins the watch of a use case anew; whether it has one.
    boolean renew(String useCase);
  }

  /// @param catalogue as it is now
  /// @param failback lets calls return to the deployment of this name
  /// @param random makes identifiers; any thread
  public AdminApi(
      Supplier<Catalogue> catalogue,
      Circumstances circumstances,
      Router router,
      Consumer<String> failback,
      Shadowed shadowed,
      CanaryWatch canaries,
      InstantSource clock,
      RandomGenerator random) {
    this.catalogue = catalogue;
    this.restrictions = circumstances.restrictions();
    this.access = circumstances.access();
    this.health = circumstances.health();
    this.traffic = circumstances.traffic();
    this.router = router;
    this.failback = failback;
    this.shadowed = shadowed;
    this.canaries = canaries;
    this.clock = clock;
    this.random = random;
  }

  AdminAnswer restrictions(AdminCall call) {
    Collection<Deployment> deployments = deployments().values();
    ObjectNode body = AdminJson.object();
    ArrayNode all = body.putArray("restrictions");
    restrictions.all().forEach(one -> all.add(AdminJson.restriction(one, deployments)));
    return new AdminAnswer(200, body);
  }

  AdminAnswer declare(AdminCall call) {
    Restriction restriction =
        RestrictionRequest.read(
            call.body(),
            restrictions.freeId(random),
            clock.instant().truncatedTo(ChronoUnit.SECONDS));
    Collection<Deployment> deployments = deployments().values();
    try {
      restriction.selector().requireSensible(deployments);
    } catch (IllegalArgumentException slip) {
      throw new AdminRefusal(400, String.valueOf(slip.getMessage()));
    }
    Impact impact = Impact.ofDeclaring(restriction, restrictions, catalogue.get(), router, traffic);
    ObjectNode body = AdminJson.object();
    body.put("dry_run", call.dryRun());
    body.set("restriction", AdminJson.restriction(restriction, deployments));
    body.set("impact", AdminJson.impact(impact));
    ArrayNode notices = body.putArray("notices");
    if (deployments.stream().noneMatch(restriction.selector()::matches)) {
      notices.add(
          "It meets no deployment now; it will meet those that are configured while it holds.");
    }
    if (call.dryRun()) {
      return new AdminAnswer(200, body);
    }
    restrictions.declare(restriction).ifPresent(reason -> notices.add(forgotten(reason)));
    return new AdminAnswer(201, body);
  }

  private static String forgotten(String reason) {
    return "It holds, but a restart would forget it: %s Polder goes on trying to write it."
        .formatted(reason);
  }

  AdminAnswer lift(AdminCall call) {
    String id = call.name();
    Restriction restriction = restrictions.find(id).orElseThrow(() -> unknownRestriction(id));
    Impact impact = Impact.ofLifting(id, restrictions, catalogue.get(), router, traffic);
    ObjectNode body = AdminJson.object();
    body.put("dry_run", call.dryRun());
    body.set("restriction", AdminJson.restriction(restriction, deployments().values()));
    body.set("impact", AdminJson.impact(impact));
    ArrayNode notices = body.putArray("notices");
    if (restriction.origin() == Restriction.Origin.DETECTED) {
      notices.add(
          "Polder's own probe had found access lost. If it still is, the next refused call leads to"
              + " another restriction.");
    }
    if (!call.dryRun()) {
      restrictions
          .lift(id, call.parameter("by").orElse("admin API"))
          .orElseThrow(() -> unknownRestriction(id))
          .unkept()
          .ifPresent(reason ->
              notices.add(
                  "It is lifted, but a restart would bring it back: %s Polder goes on trying to write"
                          .formatted(reason)
                      + " that it is not there."));
    }
    return new AdminAnswer(200, body);
  }

  private AdminRefusal unknownRestriction(String id) {
    List<String> known = restrictions.all().stream().map(Restriction::id).toList();
    return new AdminRefusal(
        404,
        "There is no restriction '%s' in force. %s"
            .formatted(
                id,
                known.isEmpty()
                    ? "Nothing is restricted."
                    : "Nearest: " + String.join(", ", Nearest.to(id, known)) + "."));
  }

  AdminAnswer useCases(AdminCall call) {
    Catalogue now = catalogue.get();
    return standings(
        Standing.all(now, router, traffic, restrictions).stream()
            .filter(standing -> !standing.direct())
            .toList());
  }

  AdminAnswer useCase(AdminCall call) {
    Catalogue now = catalogue.get();
    UseCase useCase =
        now.find(call.name())
            .orElseThrow(() ->
                new AdminRefusal(
                    404,
                    "There is no use case '%s'. Nearest: %s."
                        .formatted(call.name(), String.join(", ", now.nearest(call.name())))));
    return standings(Standing.of(useCase, now, router, traffic, restrictions));
  }

  private AdminAnswer standings(List<Standing> standings) {
    List<Restriction> now = restrictions.all();
    ObjectNode body = AdminJson.object();
    ArrayNode all = body.putArray("use_cases");
    standings.forEach(standing ->
        all.add(
            AdminJson.standing(
                standing,
                (deployment, json) -> Pulse.of(deployment, health).write(json, deployment, now))));
    return new AdminAnswer(200, body);
  }

  AdminAnswer deployments(AdminCall call) {
    List<Restriction> now = restrictions.all();
    Map<String, AccessWatch.ProbeUse> probed = access.use();
    ObjectNode body = AdminJson.object();
    ArrayNode all = body.putArray("deployments");
    for (Deployment deployment : deployments().values()) {
      ObjectNode json =
          AdminJson.deployment(deployment, traffic.attemptsPerMinute(deployment.name()));
      Pulse.of(deployment, health).write(json, deployment, now);
      Optional.ofNullable(probed.get(deployment.name()))
          .ifPresent(use ->
              json.putObject("probes")
                  .put("count", use.probes())
                  .put("input_tokens", use.inputTokens())
                  .put("output_tokens", use.outputTokens()));
      all.add(json);
    }
    return new AdminAnswer(200, body);
  }

  AdminAnswer failback(AdminCall call) {
    Map<String, Deployment> known = deployments();
    if (!known.containsKey(call.name())) {
      throw new AdminRefusal(
          404,
          "There is no deployment '%s'. Nearest: %s."
              .formatted(call.name(), String.join(", ", Nearest.to(call.name(), known.keySet()))));
    }
    failback.accept(call.name());
    return new AdminAnswer(200, AdminJson.object().put("deployment", call.name()));
  }

  AdminAnswer shadows(AdminCall call) {
    return new AdminAnswer(200, shadowed.status());
  }

  AdminAnswer renewShadow(AdminCall call) {
    if (!shadowed.renew(call.name())) {
      throw new AdminRefusal(
          404,
          "Use case '%s' has no shadow that watches. 'polder shadow status' lists those that do."
              .formatted(call.name()));
    }
    return new AdminAnswer(200, AdminJson.object().put("use_case", call.name()));
  }

  AdminAnswer canaries(AdminCall call) {
    ObjectNode body = AdminJson.object();
    ArrayNode all = body.putArray("canaries");
    canaries.look().forEach(look -> all.add(CanaryJson.of(look)));
    return new AdminAnswer(200, body);
  }

  AdminAnswer runCanary(AdminCall call) {
    CanaryLook before = canary(call.name());
    canaries
        .runNow(call.name())
        .ifPresent(why -> {
          throw new AdminRefusal(
              409, "Deployment '%s' cannot be asked now: %s.".formatted(call.name(), why));
        });
    return new AdminAnswer(202, CanaryJson.of(before));
  }

  AdminAnswer acceptCanary(AdminCall call) {
    canary(call.name());
    canaries.accept(call.name());
    return new AdminAnswer(200, CanaryJson.of(canary(call.name())));
  }

  private CanaryLook canary(String name) {
    List<CanaryLook> all = canaries.look();
    List<String> known = all.stream().map(look -> look.settings().deployment()).toList();
    return all.stream()
        .filter(look -> look.settings().deployment().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new AdminRefusal(
                404,
                "There is no canary '%s'. %s"
                    .formatted(
                        name,
                        known.isEmpty()
                            ? "None is configured under 'canaries'."
                            : "Nearest: " + String.join(", ", Nearest.to(name, known)) + ".")));
  }

  AdminAnswer status(AdminCall call) {
    List<Standing> standings = Standing.all(catalogue.get(), router, traffic, restrictions);
    ObjectNode body = AdminJson.object();
    body.put("restrictions", restrictions.all().size());
    body.put("use_cases", catalogue.get().useCases().size());
    ArrayNode fallback = body.putArray("on_fallback");
    ArrayNode dark = body.putArray("dark");
    for (Standing standing : standings) {
      if (standing.dark()) {
        dark.add(standing.useCase().name());
      } else if (standing.serving().stream().noneMatch(rung -> rung.candidate().primary())) {
        fallback.add(standing.useCase().name());
      }
    }
    return new AdminAnswer(200, body);
  }

  /// All deployments, by name.
  private Map<String, Deployment> deployments() {
    Map<String, Deployment> all = new LinkedHashMap<>();
    for (UseCase useCase : catalogue.get().all()) {
      useCase.ladder().candidates().stream()
          .flatMap(candidate -> candidate.pool().stream())
          .forEach(deployment -> all.putIfAbsent(deployment.name(), deployment));
    }
    return all;
  }
}
