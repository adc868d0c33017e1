package dev.polder.app.telemetry;

import dev.polder.app.config.TelemetrySettings;
import dev.polder.app.config.value.MetricsAccess;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.call.Catalogue;
import dev.polder.gateway.call.Circumstances;
import dev.polder.gateway.restriction.RestrictionEvent;
import dev.polder.gateway.route.Router;
import dev.polder.gateway.telemetry.AllListeners;
import dev.polder.gateway.telemetry.CallMeters;
import dev.polder.gateway.telemetry.CallSpans;
import dev.polder.gateway.telemetry.FlightRecords;
import dev.polder.gateway.telemetry.Gauges;
import dev.polder.gateway.telemetry.Tariff;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What tells of Polder to the outside, as the configuration asks for it.
///
/// Where it asks for nothing, nothing is here: no thread, no instrument, and calls are listened to
/// by [FlightRecords] only, which remembers nothing. A collector that is down costs batches, which
/// are counted; calls never wait for it.
public final class Telemetry implements AutoCloseable {
  private static final String SCOPE = "dev.polder";
  private static final Duration EXPORT_LIMIT = Duration.ofSeconds(5);
  private static final Duration METRICS_EVERY = Duration.ofSeconds(15);
  private static final Duration SPANS_EVERY = Duration.ofSeconds(1);
  private static final long LAST_WORDS_SECONDS = 2;

  private final FlightRecords flight = new FlightRecords();
  private final Failures failures = new Failures();
  private final Optional<SdkMeterProvider> meters;
  private final Optional<SdkTracerProvider> tracers;
  private final Optional<Scrape> scrape;
  private final CallListener listener;

  /// Begins to export what is asked for.
  ///
  /// @param tariff what attempts cost
  public Telemetry(TelemetrySettings settings, Tariff tariff) {
    this(settings, tariff, METRICS_EVERY);
  }

  /// @param metricsEvery how often a collector gets metrics
  Telemetry(TelemetrySettings settings, Tariff tariff, Duration metricsEvery) {
    Resource resource = resource();
    scrape = settings.metrics() == MetricsAccess.OFF ? Optional.empty() : Optional.of(new Scrape());
    meters = meters(settings, resource, metricsEvery);
    tracers = settings.collector().map(collector -> tracers(settings, collector, resource));
    List<CallListener> listeners = new ArrayList<>();
    tracers.ifPresent(some -> listeners.add(new CallSpans(some.get(SCOPE))));
    meters.ifPresent(some -> listeners.add(new CallMeters(some.get(SCOPE), tariff)));
    listeners.add(flight);
    listener = AllListeners.of(listeners);
    meter()
        .ifPresent(meter -> {
          failures.observe(meter);
          RuntimeGauges.observe(meter);
        });
  }

  private static Resource resource() {
    return Resource.create(
        Attributes.of(
            AttributeKey.stringKey("service.name"), "polder",
            AttributeKey.stringKey("telemetry.sdk.language"), "java"));
  }

  private Optional<SdkMeterProvider> meters(
      TelemetrySettings settings, Resource resource, Duration every) {
    if (scrape.isEmpty() && settings.collector().isEmpty()) {
      return Optional.empty();
    }
    SdkMeterProviderBuilder builder = SdkMeterProvider.builder().setResource(resource);
    scrape.ifPresent(builder::registerMetricReader);
    settings
        .collector()
        .ifPresent(collector -> {
          OtlpHttpMetricExporterBuilder exporter =
              OtlpHttpMetricExporter.builder()
                  .setEndpoint(below(collector, "/v1/metrics"))
                  .setTimeout(EXPORT_LIMIT);
          settings
              .token()
              .ifPresent(token -> exporter.addHeader("authorization", "Bearer " + token.reveal()));
          builder.registerMetricReader(
              PeriodicMetricReader.builder(failures.counted(exporter.build()))
                  .setInterval(every)
                  .build());
        });
    return Optional.of(builder.build());
  }

  private SdkTracerProvider tracers(TelemetrySettings settings, URI collector, Resource resource) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(below(collector, "/v1/traces"))
            .setTimeout(EXPORT_LIMIT);
    settings
        .token()
        .ifPresent(token -> exporter.addHeader("authorization", "Bearer " + token.reveal()));
    return SdkTracerProvider.builder()
        .setResource(resource)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sample())))
        .addSpanProcessor(
            BatchSpanProcessor.builder(failures.counted(exporter.build()))
                .setScheduleDelay(SPANS_EVERY)
                .setExporterTimeout(EXPORT_LIMIT)
                .build())
        .build();
  }

  private static String below(URI collector, String path) {
    return collector.toString().replaceFirst("/+$", "") + path;
  }

  /// Who hears of calls.
  public CallListener listener() {
    return listener;
  }

  /// Something happened to a restriction.
  public void restriction(RestrictionEvent event) {
    flight.restriction(event);
  }

  /// Tells from now on how things are, too.
  ///
  /// @param catalogue as it is now
  /// @param lostReceipts how many there are so far
  public void observe(
      Circumstances circumstances,
      Supplier<Catalogue> catalogue,
      Router router,
      LongSupplier lostReceipts) {
    meter()
        .ifPresent(meter -> Gauges.observe(meter, circumstances, catalogue, router, lostReceipts));
  }

  private Optional<Meter> meter() {
    return meters.map(provider -> provider.get(SCOPE));
  }

  /// All metrics as they are now, in Prometheus' text format; empty where it is turned off.
  public Optional<String> prometheus() {
    return scrape.map(Scrape::text);
  }

  /// Sends what is left, if the collector takes it at once.
  @Override
  public void close() {
    tracers.ifPresent(some -> some.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
    meters.ifPresent(some -> some.shutdown().join(LAST_WORDS_SECONDS, TimeUnit.SECONDS));
  }
}
