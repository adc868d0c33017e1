package dev.polder.gateway.telemetry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// Something that happened to a restriction, in a flight recording.
@Name("dev.polder.Restriction")
@Label("Restriction")
@Description("A restriction is in force, or is no more")
@Category("Polder")
@StackTrace(false)
final class RestrictionChangeEvent extends Event {
  @Label("Restriction")
  String restriction = "";

  @Label("What")
  String what = "";

  @Label("Selector")
  String selector = "";

  @Label("Effect")
  String effect = "";

  @Label("Origin")
  String origin = "";
}
