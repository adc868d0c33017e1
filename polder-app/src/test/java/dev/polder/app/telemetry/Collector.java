package dev.polder.app.telemetry;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// An OpenTelemetry collector on a real loopback socket, which takes OTLP over HTTP and keeps all
/// of it.
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<Metric>> metrics = new LinkedBlockingQueue<>();
  private final List<String> authorisations = new CopyOnWriteArrayList<>();
  private final List<String> everything = new CopyOnWriteArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  static Collector start() {
    try {
      Collector collector =
          new Collector(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      collector.server.createContext("/v1/traces", collector::traces);
      collector.server.createContext("/v1/metrics", collector::metrics);
      collector.server.start();
      return collector;
    } catch (IOException noSocket) {
      throw new UncheckedIOException(noSocket);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void traces(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body(exchange));
    everything.add(request.toString());
    request
        .getResourceSpansList()
        .forEach(resource ->
            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
    answer(exchange);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(body(exchange));
    everything.add(request.toString());
    List<Metric> all = new ArrayList<>();
    request
        .getResourceMetricsList()
        .forEach(resource ->
            resource.getScopeMetricsList().forEach(scope -> all.addAll(scope.getMetricsList())));
    metrics.add(all);
    answer(exchange);
  }

  private byte[] body(HttpExchange exchange) throws IOException {
    authorisations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    boolean gzip =
        String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"))
            .toLowerCase(Locale.ROOT)
            .contains("gzip");
    try (InputStream body = exchange.getRequestBody()) {
      return gzip ? new GZIPInputStream(body).readAllBytes() : body.readAllBytes();
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  /// The next `number` spans, in the order of their ends.
  List<Span> spans(int number) throws InterruptedException {
    List<Span> next = new ArrayList<>();
    while (next.size() < number) {
      Span span = spans.poll(20, TimeUnit.SECONDS);
      if (span == null) {
        throw new AssertionError("only %d spans of %d within 20 s".formatted(next.size(), number));
      }
      next.add(span);
    }
    return next;
  }

  /// Whether no span arrives for so long.
  boolean noSpanFor(Duration time) throws InterruptedException {
    return spans.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
  }

  /// The next batch of metrics that holds one of this name.
  Metric metric(String name) throws InterruptedException {
    while (true) {
      List<Metric> batch = metrics.poll(20, TimeUnit.SECONDS);
      if (batch == null) {
        throw new AssertionError("no metric '%s' within 20 s".formatted(name));
      }
      for (Metric metric : batch) {
        if (metric.getName().equals(name)) {
          return metric;
        }
      }
    }
  }

  /// What was shown as `Authorization`, request by request.
  List<String> authorisations() {
    return authorisations;
  }

  /// All that was ever received, as text.
  String everything() {
    return String.join("\n", everything);
  }

  /// Texts and numbers of a span, by their names.
  static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                one ->
                    one.getValue().hasIntValue()
                        ? Long.toString(one.getValue().getIntValue())
                        : one.getValue().hasArrayValue()
                            ? one.getValue().getArrayValue().getValues(0).getStringValue()
                            : one.getValue().getStringValue()));
  }

  /// An identifier as `traceparent` writes it.
  static String hex(ByteString identifier) {
    return HexFormat.of().formatHex(identifier.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
