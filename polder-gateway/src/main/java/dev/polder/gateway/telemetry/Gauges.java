package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.health.Standing;
import dev.polder.gateway.restriction.Restriction;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.route.Rung;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How things are, told when somebody asks: deployments, restrictions, candidates and what evidence
/// lets them do. Calls do nothing for it.
public final class Gauges {
  private final Circumstances circumstances;
  private final Supplier<Catalogue> catalogue;
  private final Router router;

  private Gauges(Circumstances circumstances, Supplier<Catalogue> catalogue, Router router) {
    this.circumstances = circumstances;
    this.catalogue = catalogue;
    this.router = router;
  }

  /// Lets `meter` ask from now on. It asks on threads of its own.
  ///
  /// @param catalogue as it is now
  /// @param lostReceipts how many there are so far
  public static void observe(
      Meter meter,
      Circumstances circumstances,
      Supplier<Catalogue> catalogue,
      Router router,
      LongSupplier lostReceipts) {
    Gauges gauges = new Gauges(circumstances, catalogue, router);
    Metric.OUTSTANDING.gauge(meter).buildWithCallback(gauges::outstanding);
    Metric.SHARE.gauge(meter).buildWithCallback(gauges::shares);
    Metric.CONDITION.gauge(meter).buildWithCallback(gauges::conditions);
    Metric.RESTRICTED.gauge(meter).buildWithCallback(gauges::restricted);
    Metric.RESTRICTIONS.gauge(meter).buildWithCallback(gauges::restrictions);
    Metric.USABLE.gauge(meter).buildWithCallback(gauges::usable);
    Metric.RULING.gauge(meter).buildWithCallback(gauges::rulings);
    Metric.PROBES
        .counter(meter)
        .buildWithCallback(counts ->
            circumstances
                .access()
                .use()
                .forEach((deployment, use) ->
                    counts.record(
                        use.probes(), Attributes.of(Attribute.DEPLOYMENT.text(), deployment))));
    Metric.RECEIPTS_LOST
        .counter(meter)
        .buildWithCallback(counts -> counts.record(lostReceipts.getAsLong()));
  }

  private Collection<Deployment> deployments() {
    Map<String, Deployment> all = new LinkedHashMap<>();
    for (UseCase useCase : catalogue.get().all()) {
      useCase.ladder().candidates().stream()
          .flatMap(candidate -> candidate.pool().stream())
          .forEach(deployment -> all.putIfAbsent(deployment.name(), deployment));
    }
    return all.values();
  }

  private static Attributes of(Deployment deployment) {
    return Attributes.of(Attribute.DEPLOYMENT.text(), deployment.name());
  }

  private void outstanding(ObservableDoubleMeasurement values) {
    deployments().forEach(one -> values.record(circumstances.health().underWay(one), of(one)));
  }

  private void shares(ObservableDoubleMeasurement values) {
    for (Deployment one : deployments()) {
      double share =
          switch (circumstances.health().standing(one)) {
            case Standing.Ready ready -> ready.share();
            case Standing.Full full -> 1; // it has as much as it may have
            case Standing.Resting resting -> 0;
            case Standing.Held held -> 0;
          };
      values.record(share, of(one));
    }
  }

  private void conditions(ObservableDoubleMeasurement values) {
    for (Deployment one : deployments()) {
      values.record(
          1,
          Attributes.of(
              Attribute.DEPLOYMENT.text(), one.name(),
              Attribute.CONDITION.text(), circumstances.health().condition(one).label()));
    }
  }

  private void restricted(ObservableDoubleMeasurement values) {
    for (Deployment one : deployments()) {
      values.record(circumstances.restrictions().cutting(one).isPresent() ? 1 : 0, of(one));
    }
  }

  private void restrictions(ObservableDoubleMeasurement values) {
    Map<Attributes, Integer> counts = new HashMap<>();
    for (Restriction one : circumstances.restrictions().all()) {
      counts.merge(
          Attributes.of(
              Attribute.EFFECT.text(), effect(one.effect()),
              Attribute.ORIGIN.text(), one.origin().name().toLowerCase(Locale.ROOT)),
          1,
          Integer::sum);
    }
    counts.forEach((attributes, count) -> values.record(count, attributes));
  }

  private static String effect(Restriction.Effect effect) {
    return switch (effect) {
      case Restriction.Effect.Cut cut -> "cut";
      case Restriction.Effect.Capped capped -> "capped";
      case Restriction.Effect.Priced priced -> "priced";
    };
  }

  private void usable(ObservableDoubleMeasurement values) {
    for (UseCase useCase : catalogue.get().useCases()) {
      for (Rung rung : router.look(useCase.ladder(), useCase.demands(Operation.CHAT))) {
        values.record(
            rung.usable().size(),
            Attributes.of(
                Attribute.USE_CASE.text(), useCase.name(),
                Attribute.CANDIDATE.text(), rung.candidate().name()));
      }
    }
  }

  private void rulings(ObservableDoubleMeasurement values) {
    for (UseCase useCase : catalogue.get().useCases()) {
      for (Rung rung : router.look(useCase.ladder(), useCase.demands(Operation.CHAT))) {
        rung.evidence()
            .ifPresent(ruling ->
                values.record(
                    ruling.open() ? 1 : 0,
                    Attributes.of(
                        Attribute.USE_CASE.text(), useCase.name(),
                        Attribute.CANDIDATE.text(), rung.candidate().name(),
                        Attribute.BASIS.text(), ruling.basis().label())));
      }
    }
  }
}
