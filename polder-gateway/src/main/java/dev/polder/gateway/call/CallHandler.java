package dev.polder.gateway.call;

import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.continuity.CallFailure;
import dev.polder.gateway.continuity.Conclusion;
import dev.polder.gateway.continuity.Failover;
import dev.polder.gateway.continuity.Reply;
import dev.polder.gateway.ledger.Ledger;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.route.Demands;
import dev.polder.gateway.route.Exclusion;
import dev.polder.gateway.route.RoutePlan;
import dev.polder.gateway.route.Router;
import dev.polder.http.EventLoop;
import dev.polder.model.provider.ModelClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Leads calls from their plan to their receipt. One per event loop, on that loop only.
public final class CallHandler {
  private final Router router;
  private final ModelClient client;
  private final EventLoop loop;
  private final Ledger ledger;
  private final Circumstances circumstances;

  public CallHandler(
      Router router,
      ModelClient client,
      EventLoop loop,
      Ledger ledger,
      Circumstances circumstances) {
    this.router = router;
    this.client = client;
    this.loop = loop;
    this.ledger = ledger;
    this.circumstances = circumstances;
  }

  /// Carries `call` to an answer, which goes to `reply`.
  public void handle(Call call, Reply reply) {
    long arrived = loop.nanoTime();
    UseCase useCase = call.useCase();
    RoutePlan plan =
        router.plan(
            useCase.ladder(),
            new Demands(call.request().operation(), useCase.dataClass(), useCase.maxPriceFactor()));
    if (plan.candidates().isEmpty()) {
      String reason =
          plan.exclusions().stream().map(Exclusion::reason).collect(Collectors.joining("; "));
      reply.fail(new CallFailure.NoCandidate(reason));
      settle(call, arrived, new Conclusion(Conclusion.Kind.FAILED, List.of(), reason, ""));
      return;
    }
    new Failover(
            plan.candidates(),
            call.request(),
            call.forwarded(),
            call.useCase().policy(),
            client,
            loop,
            reply,
            conclusion -> settle(call, arrived, conclusion))
        .start();
  }

  private void settle(Call call, long arrived, Conclusion conclusion) {
    count(call, conclusion);
    Duration total = Duration.ofNanos(loop.nanoTime() - arrived);
    ledger.record(
        new Receipt(
            call.arrived(),
            call.id(),
            call.key(),
            call.useCase().name(),
            call.request().operation().name().toLowerCase(Locale.ROOT),
            call.request().stream(),
            outcome(call, conclusion),
            conclusion.reason(),
            conclusion.finishReason(),
            untilFirst(conclusion),
            total,
            conclusion.attempts().stream().map(CallHandler::line).toList()));
  }

  private void count(Call call, Conclusion conclusion) {
    circumstances.traffic().call(call.useCase().name(), call.request().operation());
    for (Attempt attempt : conclusion.attempts()) {
      circumstances.traffic().attempt(attempt.deployment().name());
      if (attempt.result() == Attempt.Result.UNPAID
          || attempt.result() == Attempt.Result.WITHDRAWN) {
        circumstances.access().suspect(attempt.deployment(), call.request().operation());
      }
    }
  }

  private static String outcome(Call call, Conclusion conclusion) {
    return switch (conclusion.kind()) {
      case SERVED ->
          call.useCase()
                  .ladder()
                  .primary()
                  .pool()
                  .contains(conclusion.attempts().getLast().deployment())
              ? "served-by-primary"
              : "served-by-fallback";
      case FAILED -> "failed";
      case ABANDONED -> "abandoned";
    };
  }

  /// All attempts before the last one were waited for too.
  private static Optional<Duration> untilFirst(Conclusion conclusion) {
    Duration waited = Duration.ZERO;
    for (Attempt attempt : conclusion.attempts()) {
      if (attempt.result() == Attempt.Result.ANSWERED) {
        return attempt.untilFirst().map(waited::plus);
      }
      waited = waited.plus(attempt.duration());
    }
    return Optional.empty();
  }

  private static Receipt.Line line(Attempt attempt) {
    return new Receipt.Line(
        attempt.deployment().name(),
        attempt.deployment().provider().name(),
        attempt.deployment().jurisdiction(),
        attempt.result().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        attempt.status(),
        attempt.reason(),
        attempt.untilFirst(),
        attempt.duration(),
        attempt.usage());
  }
}
