package dev.polder.gateway.call;

import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.continuity.Conclusion;
import dev.polder.gateway.continuity.Failover;
import dev.polder.gateway.continuity.HedgeBudget;
import dev.polder.gateway.continuity.Means;
import dev.polder.gateway.continuity.Reply;
import dev.polder.gateway.ledger.Ledger;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.mirror.Mirror;
import dev.polder.gateway.mirror.MirroredCall;
import dev.polder.gateway.mirror.Mirroring;
import dev.polder.gateway.mirror.RecordedReply;
import dev.polder.gateway.route.Route;
import dev.polder.gateway.route.Router;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import dev.polder.model.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Leads calls from their plan to their receipt. One per event loop, on that loop only.
public final class CallHandler {
  private final Router router;
  private final Means means;
  private final Ledger ledger;
  private final Circumstances circumstances;
  private final Set<Failover> underWay = new HashSet<>();
  private final Map<String, HedgeBudget> hedges = new HashMap<>();
  private final RandomGenerator dice;

  public CallHandler(Router router, Means means, Ledger ledger, Circumstances circumstances) {
    this.router = router;
    this.means = means;
    this.ledger = ledger;
    this.circumstances = circumstances;
    // One of the loop's own, which costs nothing to throw; the common one may.
    this.dice = new SplittableRandom(means.random().nextLong());
  }

  /// Carries `call` to an answer, which goes to `reply`.
  public void handle(Call call, Reply reply) {
    long arrived = means.loop().nanoTime();
    UseCase useCase = call.useCase();
    Optional<RecordedReply> recorded = recorded(call, reply);
    Route route =
        router.route(
            useCase.ladder(),
            useCase.demands(call.request().operation()),
            call.request()::prefixHash);
    Failover failover =
        new Failover(
            route,
            call.rendering(),
            call.forwarded(),
            useCase.policy(),
            hedges.computeIfAbsent(useCase.name(), name -> new HedgeBudget()),
            means,
            recorded.isPresent() ? recorded.get() : reply,
            new Settlement(call, arrived, recorded, circumstances.listener().begun(call)));
    underWay.add(failover);
    failover.start();
  }

  /// The reply of a call that is to be mirrored; empty for all others, which pay a comparison.
  private Optional<RecordedReply> recorded(Call call, Reply reply) {
    Optional<Mirroring> mirroring = call.useCase().mirroring();
    return mirroring.isPresent()
            && call.request().operation() == Operation.CHAT
            && mirroring.get().takes(dice.nextDouble())
        ? Optional.of(new RecordedReply(reply, Mirror.LONGEST_ANSWER))
        : Optional.empty();
  }

  private void mirror(Call call, RecordedReply reply) {
    String useCase = call.useCase().name();
    if (!reply.isOfPrimary()) {
      circumstances.mirror().missed(useCase);
      return;
    }
    circumstances
        .mirror()
        .offer(
            useCase,
            reply
                .answer()
                .filter(answer -> call.request().length() <= Mirror.LONGEST_REQUEST)
                .map(answer ->
                    new MirroredCall(
                        call.id(),
                        useCase,
                        call.useCase().dataClass(),
                        call.arrived(),
                        call.request(),
                        answer)));
  }

  /// To be called when other restrictions are in force: calls that they meet move on.
  public void restrictionsChanged() {
    List.copyOf(underWay).forEach(Failover::restrictionsChanged);
  }

  /// Hears of one call's attempts and its end.
  private final class Settlement implements Failover.Listener {
    private final Call call;
    private final long arrived;
    private final Optional<RecordedReply> recorded;
    private final CallListener.Witness witness;

    Settlement(
        Call call, long arrived, Optional<RecordedReply> recorded, CallListener.Witness witness) {
      this.call = call;
      this.arrived = arrived;
      this.recorded = recorded;
      this.witness = witness;
    }

    @Override
    public Headers attemptBegun(Deployment deployment, Optional<Attempt> previous, Headers fields) {
      return witness.attemptBegun(call, deployment, previous, fields);
    }

    @Override
    public void attemptEnded(Attempt attempt) {
      witness.attemptEnded(call, attempt);
      circumstances.traffic().attempt(attempt.deployment().name());
      if (attempt.result() == Attempt.Result.UNPAID
          || attempt.result() == Attempt.Result.WITHDRAWN) {
        circumstances.access().suspect(attempt.deployment(), call.request().operation());
      }
    }

    @Override
    public void concluded(Failover ended, Conclusion conclusion) {
      underWay.remove(ended);
      circumstances.traffic().call(call.useCase().name(), call.request().operation());
      Receipt receipt = receipt(call, arrived, conclusion);
      ledger.record(receipt);
      witness.concluded(call, receipt);
      if (recorded.isPresent()) {
        mirror(call, recorded.get());
      }
    }
  }

  private Receipt receipt(Call call, long arrived, Conclusion conclusion) {
    Duration total = Duration.ofNanos(means.loop().nanoTime() - arrived);
    return new Receipt(
        call.arrived(),
        call.id(),
        call.key(),
        call.useCase().name(),
        call.request().operation().name().toLowerCase(Locale.ROOT),
        call.request().stream(),
        outcome(call, conclusion),
        conclusion.reason(),
        conclusion.finishReason(),
        conclusion.untilFirst(),
        total,
        evidence(conclusion),
        conclusion.attempts().stream().map(CallHandler::line).toList());
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

  private static String evidence(Conclusion conclusion) {
    return conclusion.attempts().isEmpty() ? "" : conclusion.attempts().getLast().evidence();
  }

  private static Receipt.Line line(Attempt attempt) {
    return new Receipt.Line(
        attempt.deployment().name(),
        attempt.deployment().provider().name(),
        attempt.deployment().jurisdiction(),
        attempt.result().label(),
        attempt.status(),
        attempt.reason(),
        attempt.untilFirst(),
        attempt.duration(),
        attempt.usage());
  }
}
