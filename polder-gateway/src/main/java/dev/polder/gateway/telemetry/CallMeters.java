package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import dev.polder.model.Usage;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.Optional;

/// Counts and times calls and attempts. Remembers nothing of single calls, so one serves all of
/// them, on all event loops.
public final class CallMeters implements CallListener, CallListener.Witness {
  private final DoubleHistogram calls;
  private final DoubleHistogram firstToken;
  private final DoubleHistogram outputToken;
  private final DoubleHistogram attempts;
  private final DoubleHistogram tokens;
  private final DoubleCounter cost;
  private final LongCounter failovers;
  private final Tariff tariff;

  public CallMeters(Meter meter, Tariff tariff) {
    this.calls = Metric.CALL_DURATION.histogram(meter);
    this.firstToken = Metric.FIRST_TOKEN.histogram(meter);
    this.outputToken = Metric.OUTPUT_TOKEN.histogram(meter);
    this.attempts = Metric.ATTEMPT_DURATION.histogram(meter);
    this.tokens = Metric.TOKENS.histogram(meter);
    this.cost = Metric.COST.sum(meter).build();
    this.failovers = Metric.FAILOVERS.counter(meter).build();
    this.tariff = tariff;
  }

  @Override
  public Witness begun(Call call) {
    return this;
  }

  @Override
  public Headers attemptBegun(
      Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded) {
    if (previous.isPresent() && Failovers.isOne(previous.get(), deployment)) {
      Attempt failed = previous.get();
      failovers.add(
          1,
          Attributes.of(
              Attribute.USE_CASE.text(), call.useCase().name(),
              Attribute.DEPLOYMENT.text(), failed.deployment().name(),
              Attribute.RESULT.text(), failed.result().label()));
    }
    return forwarded;
  }

  @Override
  public void attemptEnded(Call call, Attempt attempt) {
    Deployment deployment = attempt.deployment();
    Attributes asked =
        Attributes.builder()
            .put(Attribute.OPERATION.text(), Words.operation(call))
            .put(Attribute.PROVIDER.text(), Words.provider(deployment))
            .put(Attribute.REQUEST_MODEL.text(), deployment.model())
            .put(Attribute.DEPLOYMENT.text(), deployment.name())
            .put(Attribute.USE_CASE.text(), call.useCase().name())
            .build();
    attempts.record(
        seconds(attempt.duration()),
        Words.failed(attempt)
            ? asked.toBuilder().put(Attribute.ERROR_TYPE.text(), attempt.result().label()).build()
            : asked);
    if (attempt.usage().isPresent()) {
      used(call, deployment, attempt.usage().get(), asked);
    }
  }

  private void used(Call call, Deployment deployment, Usage usage, Attributes asked) {
    tokens.record(
        (double) usage.inputTokens(),
        asked.toBuilder().put(Attribute.TOKEN_TYPE.text(), "input").build());
    tokens.record(
        (double) usage.outputTokens(),
        asked.toBuilder().put(Attribute.TOKEN_TYPE.text(), "output").build());
    tariff
        .cost(deployment.name(), usage)
        .ifPresent(amount ->
            cost.add(
                amount,
                Attributes.of(
                    Attribute.DEPLOYMENT.text(), deployment.name(),
                    Attribute.USE_CASE.text(), call.useCase().name())));
  }

  @Override
  public void concluded(Call call, Receipt receipt) {
    AttributesBuilder builder =
        Attributes.builder()
            .put(Attribute.OPERATION.text(), Words.operation(call))
            .put(Attribute.REQUEST_MODEL.text(), call.useCase().name())
            .put(Attribute.OUTCOME.text(), receipt.outcome());
    if (!Words.served(receipt)) {
      calls.record(
          seconds(receipt.total()),
          builder.put(Attribute.ERROR_TYPE.text(), receipt.outcome()).build());
      return;
    }
    Attributes served = builder.build();
    calls.record(seconds(receipt.total()), served);
    if (receipt.stream() && receipt.untilFirst().isPresent()) {
      streamed(receipt, receipt.untilFirst().get(), served);
    }
  }

  private void streamed(Receipt receipt, Duration first, Attributes served) {
    firstToken.record(seconds(first), served);
    long written = receipt.attempts().getLast().usage().map(Usage::outputTokens).orElse(0L);
    if (written > 1) {
      outputToken.record(seconds(receipt.total().minus(first)) / (written - 1), served);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
