package dev.polder.gateway.route;

import dev.polder.model.Area;
import dev.polder.model.Jurisdiction;
import java.util.Set;

/// Where a kind of data may go. A list that names `EU` allows its member states too.
///
/// @param name as `polder.yaml` calls it; `""` for data without a class
/// @param locations where it may be processed; empty: anywhere
/// @param controls whose law may reach it; empty: anyone's
public record DataClass(String name, Set<String> locations, Set<String> controls) {
  public static final DataClass ANY = new DataClass("", Set.of(), Set.of());

  public DataClass {
    locations = Set.copyOf(locations);
    controls = Set.copyOf(controls);
  }

  /// Whether data of this class may be processed there, under that control.
  public boolean allows(Jurisdiction jurisdiction) {
    return within(locations, jurisdiction.location()) && within(controls, jurisdiction.control());
  }

  private static boolean within(Set<String> allowed, String country) {
    return allowed.isEmpty() || allowed.stream().anyMatch(area -> Area.covers(area, country));
  }
}
