package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Traces calls: a span a call, which continues the client's trace, and in it a span an attempt,
/// which the upstream continues.
///
/// Whether a trace is kept the client says, where it has one; upstreams are told the same.
public final class CallSpans implements CallListener {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final AttributeKey<Long> INPUT =
      AttributeKey.longKey(Attribute.INPUT_TOKENS.label());
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey(Attribute.OUTPUT_TOKENS.label());
  private static final AttributeKey<Long> STATUS = AttributeKey.longKey(Attribute.STATUS.label());
  private static final AttributeKey<List<String>> FINISH =
      AttributeKey.stringArrayKey(Attribute.FINISH_REASONS.label());
  private static final TextMapGetter<Headers> FIELDS = new Fields();

  private final Tracer tracer;

  /// @param tracer decides what is sampled, and who gets it
  public CallSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Witness begun(Call call) {
    Context client = W3C.extract(Context.root(), call.forwarded(), FIELDS);
    Span span =
        tracer
            .spanBuilder(Words.operation(call) + " " + call.useCase().name())
            .setParent(client)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(call.arrived())
            .setAttribute(Attribute.OPERATION.text(), Words.operation(call))
            .setAttribute(Attribute.REQUEST_MODEL.text(), call.useCase().name())
            .setAttribute(Attribute.CALL.text(), call.id())
            .startSpan();
    return new Traced(span, client.with(span));
  }

  /// One call. At most one attempt at a deployment is under way at a time.
  private final class Traced implements Witness {
    private final Span span;
    private final Context context;
    private final Map<String, Span> underWay = HashMap.newHashMap(2);

    Traced(Span span, Context context) {
      this.span = span;
      this.context = context;
    }

    @Override
    public Headers attemptBegun(
        Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded) {
      Span attempt =
          tracer
              .spanBuilder(Words.operation(call) + " " + deployment.model())
              .setParent(context)
              .setSpanKind(SpanKind.CLIENT)
              .setAttribute(Attribute.OPERATION.text(), Words.operation(call))
              .setAttribute(Attribute.PROVIDER.text(), Words.provider(deployment))
              .setAttribute(Attribute.REQUEST_MODEL.text(), deployment.model())
              .setAttribute(Attribute.DEPLOYMENT.text(), deployment.name())
              .setAttribute(Attribute.USE_CASE.text(), call.useCase().name())
              .startSpan();
      underWay.put(deployment.name(), attempt);
      return continuing(forwarded, context.with(attempt));
    }

    @Override
    public void attemptEnded(Call call, Attempt attempt) {
      Span its = underWay.remove(attempt.deployment().name());
      if (its == null) {
        return;
      }
      its.setAttribute(Attribute.RESULT.text(), attempt.result().label());
      if (attempt.status() > 0) {
        its.setAttribute(STATUS, (long) attempt.status());
      }
      attempt
          .usage()
          .ifPresent(usage ->
              its.setAttribute(INPUT, usage.inputTokens())
                  .setAttribute(OUTPUT, usage.outputTokens()));
      if (Words.failed(attempt)) {
        // The reason may repeat what an upstream said, so it stays in outcome lines.
        its.setStatus(StatusCode.ERROR)
            .setAttribute(Attribute.ERROR_TYPE.text(), attempt.result().label());
      }
      its.end();
    }

    @Override
    public void concluded(Call call, Receipt receipt) {
      span.setAttribute(Attribute.OUTCOME.text(), receipt.outcome());
      if (!receipt.finishReason().isEmpty()) {
        span.setAttribute(FINISH, List.of(receipt.finishReason()));
      }
      if (!receipt.evidence().isEmpty()) {
        span.setAttribute(Attribute.EVIDENCE.text(), receipt.evidence());
      }
      if (!Words.served(receipt)) {
        span.setStatus(StatusCode.ERROR)
            .setAttribute(Attribute.ERROR_TYPE.text(), receipt.outcome());
      }
      span.end();
    }
  }

  /// What travels on, with this trace in the place of the client's.
  private static Headers continuing(Headers forwarded, Context context) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (Map.Entry<String, String> field : forwarded.fields()) {
      if (!W3C.fields().contains(field.getKey())) {
        fields.add(field);
      }
    }
    W3C.inject(
        context,
        fields,
        (into, name, value) -> {
          if (into != null) {
            into.add(Map.entry(name, value));
          }
        });
    return new Headers(fields);
  }

  /// Reads trace context out of a client's fields.
  private static final class Fields implements TextMapGetter<Headers> {
    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
      return headers == null ? null : headers.first(name).orElse(null);
    }
  }
}
