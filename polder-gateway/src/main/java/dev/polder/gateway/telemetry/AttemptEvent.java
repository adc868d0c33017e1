package dev.polder.gateway.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// An attempt that is over, in a flight recording.
@Name("dev.polder.Attempt")
@Label("Attempt")
@Description("One try at one deployment is over")
@Category("Polder")
@StackTrace(false)
final class AttemptEvent extends Event {
  @Label("Call")
  String call = "";

  @Label("Use Case")
  String useCase = "";

  @Label("Deployment")
  String deployment = "";

  @Label("Result")
  String result = "";

  @Label("Status")
  int status;

  @Label("Took")
  @Timespan(Timespan.NANOSECONDS)
  long took;

  @Label("Until First Content")
  @Timespan(Timespan.NANOSECONDS)
  long untilFirst;
}
