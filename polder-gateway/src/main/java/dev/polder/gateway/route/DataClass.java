package dev.polder.gateway.route;

import dev.polder.model.Jurisdiction;
import java.util.Set;

/// Where a kind of data may go.
///
/// @param name as `polder.yaml` calls it; `""` for data without a class
/// @param locations where it may be processed; empty: anywhere
/// @param controls whose law may reach it; empty: anyone's
public record DataClass(String name, Set<String> locations, Set<String> controls) {
  public static final DataClass ANY = new DataClass("", Set.of(), Set.of());

  /// The European Union's member states; a list that names `EU` allows them all. Source:
  /// https://european-union.europa.eu/principles-countries-history/eu-countries_en
  private static final Set<String> EU =
      Set.of(
          "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
          "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

  public DataClass {
    locations = Set.copyOf(locations);
    controls = Set.copyOf(controls);
  }

  /// Whether data of this class may be processed there, under that control.
  public boolean allows(Jurisdiction jurisdiction) {
    return within(locations, jurisdiction.location()) && within(controls, jurisdiction.control());
  }

  private static boolean within(Set<String> allowed, String country) {
    return allowed.isEmpty()
        || allowed.contains(country)
        || (allowed.contains("EU") && EU.contains(country));
  }
}
