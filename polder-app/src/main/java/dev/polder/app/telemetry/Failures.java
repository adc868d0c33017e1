package dev.polder.app.telemetry;

import dev.polder.gateway.telemetry.Attribute;
import dev.polder.gateway.telemetry.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a collector did not take.
final class Failures {
  private final LongAdder traces = new LongAdder();
  private final LongAdder metrics = new LongAdder();

  void observe(Meter meter) {
    Metric.EXPORTS_FAILED
        .counter(meter)
        .buildWithCallback(counts -> {
          counts.record(traces.sum(), Attributes.of(Attribute.SIGNAL.text(), "traces"));
          counts.record(metrics.sum(), Attributes.of(Attribute.SIGNAL.text(), "metrics"));
        });
  }

  private static CompletableResultCode counted(CompletableResultCode result, LongAdder failed) {
    return result.whenComplete(() -> {
      if (!result.isSuccess()) {
        failed.increment();
      }
    });
  }

  /// `exporter`, with its failures counted.
  SpanExporter counted(SpanExporter exporter) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        return counted(exporter.export(spans), traces);
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }
    };
  }

  /// Likewise.
  MetricExporter counted(MetricExporter exporter) {
    return new MetricExporter() {
      @Override
      public CompletableResultCode export(Collection<MetricData> values) {
        return counted(exporter.export(values), metrics);
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }

      @Override
      public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return exporter.getAggregationTemporality(type);
      }
    };
  }
}
