package dev.polder.gateway.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A call that moves on to another deployment, in a flight recording.
@Name("dev.polder.Failover")
@Label("Failover")
@Description("A call moves on to another deployment after one has failed")
@Category("Polder")
@StackTrace(false)
final class FailoverEvent extends Event {
  @Label("Call")
  String call = "";

  @Label("Use Case")
  String useCase = "";

  @Label("From")
  String from = "";

  @Label("To")
  String to = "";

  @Label("Result")
  String result = "";
}
