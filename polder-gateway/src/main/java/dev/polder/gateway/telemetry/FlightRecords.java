package dev.polder.gateway.telemetry;

import dev.polder.gateway.call.Call;
import dev.polder.gateway.call.CallListener;
import dev.polder.gateway.continuity.Attempt;
import dev.polder.gateway.ledger.Receipt;
import dev.polder.gateway.restriction.RestrictionEvent;
import dev.polder.http.client.Headers;
import dev.polder.model.Deployment;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// Puts attempts, failovers and restrictions into JDK Flight Recorder's recordings.
///
/// As long as nobody records, it is one look at a static field for each: not even the event's class
/// is loaded.
public final class FlightRecords implements CallListener, CallListener.Witness {
  /// A kind of event, for documents.
  ///
  /// @param name as a recording has it
  /// @param when it is told, in a few words
  public record Kind(String name, String when, List<String> fields) {}

  /// All kinds of events.
  public static List<Kind> events() {
    return Stream.of(AttemptEvent.class, FailoverEvent.class, RestrictionChangeEvent.class)
        .map(FlightRecords::kind)
        .toList();
  }

  private static Kind kind(Class<? extends Event> event) {
    return new Kind(
        Optional.ofNullable(event.getAnnotation(Name.class)).map(Name::value).orElse(""),
        Optional.ofNullable(event.getAnnotation(Description.class))
            .map(Description::value)
            .orElse(""),
        Arrays.stream(event.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(Label.class))
            .map(Field::getName)
            .toList());
  }

  @Override
  public Witness begun(Call call) {
    return this;
  }

  @Override
  public Headers attemptBegun(
      Call call, Deployment deployment, Optional<Attempt> previous, Headers forwarded) {
    if (FlightRecorder.isInitialized()
        && previous.isPresent()
        && Failovers.isOne(previous.get(), deployment)) {
      failover(call, previous.get(), deployment);
    }
    return forwarded;
  }

  private static void failover(Call call, Attempt previous, Deployment next) {
    FailoverEvent event = new FailoverEvent();
    if (event.shouldCommit()) {
      event.call = call.id();
      event.useCase = call.useCase().name();
      event.from = previous.deployment().name();
      event.to = next.name();
      event.result = previous.result().label();
      event.commit();
    }
  }

  @Override
  public void attemptEnded(Call call, Attempt attempt) {
    if (FlightRecorder.isInitialized()) {
      attempt(call, attempt);
    }
  }

  private static void attempt(Call call, Attempt attempt) {
    AttemptEvent event = new AttemptEvent();
    if (event.shouldCommit()) {
      event.call = call.id();
      event.useCase = call.useCase().name();
      event.deployment = attempt.deployment().name();
      event.result = attempt.result().label();
      event.status = attempt.status();
      event.took = attempt.duration().toNanos();
      event.untilFirst = attempt.untilFirst().map(Duration::toNanos).orElse(0L);
      event.commit();
    }
  }

  @Override
  public void concluded(Call call, Receipt receipt) {}

  /// Something happened to a restriction.
  public void restriction(RestrictionEvent change) {
    if (!FlightRecorder.isInitialized()) {
      return;
    }
    RestrictionChangeEvent event = new RestrictionChangeEvent();
    if (event.shouldCommit()) {
      event.restriction = change.restriction().id();
      event.what = what(change);
      event.selector = change.restriction().selector().toString();
      event.effect = change.restriction().effect().label();
      event.origin = change.restriction().origin().name().toLowerCase(Locale.ROOT);
      event.commit();
    }
  }

  private static String what(RestrictionEvent change) {
    return switch (change) {
      case RestrictionEvent.Declared declared -> "declared";
      case RestrictionEvent.Lifted lifted -> "lifted";
      case RestrictionEvent.Ended ended -> "ended";
      case RestrictionEvent.AccessLost lost -> "access-lost";
      case RestrictionEvent.AccessReturned returned -> "access-returned";
    };
  }
}
