/// What Polder tells of its calls to the outside; it listens to everybody, and nobody knows it.
///
/// [CallSpans][dev.polder.gateway.telemetry.CallSpans] traces calls and their attempts,
/// [CallMeters][dev.polder.gateway.telemetry.CallMeters] counts and times them,
/// [Gauges][dev.polder.gateway.telemetry.Gauges] are looked at when somebody asks, and
/// [FlightRecords][dev.polder.gateway.telemetry.FlightRecords] are for JDK Flight Recorder. All
/// names are in [Metric][dev.polder.gateway.telemetry.Metric] and
/// [Attribute][dev.polder.gateway.telemetry.Attribute].
@NullMarked
package dev.polder.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
