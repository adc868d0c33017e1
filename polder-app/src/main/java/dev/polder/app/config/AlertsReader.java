package dev.polder.app.config;

import dev.polder.app.config.bind.Place;
import dev.polder.app.config.file.AlertEntry;
import dev.polder.app.config.value.AlertEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes settings of the file's alerts.
record AlertsReader(Path folder, Secrets secrets) {

  /// @param file the place of the whole file
  List<AlertSettings> read(List<AlertEntry> entries, Place file) {
    List<AlertSettings> settings = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Place place = file.at("alerts").at(Integer.toString(i));
      if (place.isSound()) {
        alert(entries.get(i), place).ifPresent(settings::add);
      }
    }
    return List.copyOf(settings);
  }

  private Optional<AlertSettings> alert(AlertEntry entry, Place place) {
    Set<AlertEvent> events = events(entry, place);
    if (place.has("webhook") == place.has("command")) {
      place.fault(
          "An alert needs either 'webhook' (an address) or 'command' (a program to start). Keep one"
              + " of them.");
      return Optional.empty();
    }
    return place.has("webhook") ? webhook(entry, events, place) : command(entry, events, place);
  }

  private static Set<AlertEvent> events(AlertEntry entry, Place place) {
    if (entry.events().isEmpty()) {
      if (place.hasSound("events")) {
        place.faultAt(
            "events", "An alert: 'events' lists none. List some, or remove 'events' for all.");
      }
      return Set.copyOf(EnumSet.allOf(AlertEvent.class));
    }
    return Set.copyOf(entry.events());
  }

  private Optional<AlertSettings> webhook(AlertEntry entry, Set<AlertEvent> events, Place place) {
    if (!place.has("secret")) {
      place.fault(
          "An alert has a 'webhook' but no 'secret' to sign its messages with. Add one, such as"
              + " secret: ${HOOK_SECRET}.");
    }
    return entry
        .secret()
        .flatMap(reference -> secrets.fetch(reference, place, "secret"))
        .flatMap(secret ->
            entry.webhook().map(address -> new AlertSettings.Webhook(address, secret, events)));
  }

  private Optional<AlertSettings> command(AlertEntry entry, Set<AlertEvent> events, Place place) {
    if (place.has("secret")) {
      place.faultAt(
          "secret", "An alert's 'command' needs no 'secret'; only a 'webhook' does. Remove it.");
    }
    boolean nothing = entry.command().isEmpty() || entry.command().getFirst().isBlank();
    if (nothing && place.hasSound("command")) {
      place.faultAt(
          "command", "An alert: 'command' names no program. Write one, such as [./page.sh].");
    }
    return nothing
        ? Optional.empty()
        : Optional.of(new AlertSettings.Command(entry.command(), folder, events));
  }
}
