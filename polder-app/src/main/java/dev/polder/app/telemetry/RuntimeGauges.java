package dev.polder.app.telemetry;

import dev.polder.gateway.telemetry.Attribute;
import dev.polder.gateway.telemetry.Metric;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;

/// What the JVM itself is doing.
final class RuntimeGauges {
  private RuntimeGauges() {}

  static void observe(Meter meter) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    Metric.MEMORY
        .gauge(meter)
        .buildWithCallback(values -> {
          values.record(
              (double) memory.getHeapMemoryUsage().getUsed(),
              Attributes.of(Attribute.MEMORY.text(), "heap"));
          values.record(
              (double) memory.getNonHeapMemoryUsage().getUsed(),
              Attributes.of(Attribute.MEMORY.text(), "non_heap"));
        });
    Metric.THREADS
        .gauge(meter)
        .buildWithCallback(
            values -> values.record(ManagementFactory.getThreadMXBean().getThreadCount()));
    Metric.COLLECTIONS
        .sum(meter)
        .buildWithCallback(values -> {
          for (GarbageCollectorMXBean one : ManagementFactory.getGarbageCollectorMXBeans()) {
            values.record(
                Math.max(0, one.getCollectionTime()) / 1e3,
                Attributes.of(Attribute.COLLECTOR.text(), one.getName()));
          }
        });
    Metric.CPU
        .sum(meter)
        .buildWithCallback(values ->
            ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .ifPresent(nanos -> values.record(nanos / 1e9)));
    Metric.UPTIME
        .gauge(meter)
        .buildWithCallback(
            values -> values.record(ManagementFactory.getRuntimeMXBean().getUptime() / 1e3));
  }
}
