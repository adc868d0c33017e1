package dev.polder.gateway.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Serving;
import dev.polder.gateway.call.UseCase;
import dev.polder.gateway.gate.EvidenceDemand;
import dev.polder.gateway.route.Router;
import dev.polder.model.Operation;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// What can be asked for, and whether it can be served now.
final class CatalogueEndpoints {
  private static final JsonMapper JSON = new JsonMapper();

  private final Supplier<Serving> serving;
  private final Router router;
  private final Instant started;

  CatalogueEndpoints(Supplier<Serving> serving, Router router, Instant started) {
    this.serving = serving;
    this.router = router;
    this.started = started;
  }

  /// All names in the dialect's form, use cases first.
  void models(Exchange exchange) {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    ArrayNode models = list.putArray("data");
    for (UseCase useCase : catalogue().all()) {
      models.add(model(useCase));
    }
    exchange.reply().json(200, list.toString());
  }

  /// One of them; `name` as it stands in the path, decoded.
  void model(Exchange exchange, String name) {
    Catalogue catalogue = catalogue();
    catalogue
        .find(name)
        .ifPresentOrElse(
            useCase -> exchange.reply().json(200, model(useCase).toString()),
            () -> exchange.reply().refuse(ErrorAnswer.unknownModel(name, catalogue.nearest(name))));
  }

  private Catalogue catalogue() {
    return serving.get().catalogue();
  }

  private ObjectNode model(UseCase useCase) {
    return JSON.createObjectNode()
        .put("id", useCase.name())
        .put("object", "model")
        .put("created", started.getEpochSecond())
        .put("owned_by", "polder");
  }

  /// 200 when every use case has a candidate whose provider can be addressed, else 503 with the
  /// count of those that have none. An engine that still starts has no address. A deployment that
  /// is gone does not count by itself: a gateway that carries all use cases on fallbacks is ready.
  /// Where a use case is strict about evidence, unproven fallbacks are none, and a primary that is
  /// restricted is gone.
  void readiness(Exchange exchange) {
    List<UseCase> useCases = catalogue().useCases();
    long dark = useCases.stream().filter(useCase -> !canBeServed(useCase)).count();
    ObjectNode body =
        JSON.createObjectNode()
            .put("ready", dark == 0)
            .put("use_cases", useCases.size())
            .put("without_candidate", dark);
    exchange.reply().json(dark == 0 ? 200 : 503, body.toString());
  }

  private boolean canBeServed(UseCase useCase) {
    if (useCase.evidence().filter(EvidenceDemand::strict).isPresent()) {
      return router.maySomebody(useCase.ladder(), useCase.demands(Operation.CHAT));
    }
    return useCase.ladder().candidates().stream()
        .flatMap(candidate -> candidate.pool().stream())
        .anyMatch(deployment -> deployment.provider().address().get().isPresent());
  }

  /// The process lives.
  void health(Exchange exchange) {
    exchange.reply().json(200, "{\"status\":\"ok\"}");
  }
}
